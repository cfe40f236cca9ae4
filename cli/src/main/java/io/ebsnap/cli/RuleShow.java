package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.RecycleBinRequest.GetRule;
import io.ebsnap.api.RetentionRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap recycle-bin rule show}. */
@Command(name = "show", header = "Show a retention rule.")
final class RuleShow extends DaemonCommand {

    @Parameters(paramLabel = "RULE", description = "Identifier of the rule.")
    String rule = "";

    RuleShow(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        RetentionRule found = daemon.call(new GetRule(rule));
        show(found, RecycleBinViews.rule(found));
        return ExitCode.OK;
    }
}

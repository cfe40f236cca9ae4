package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.RecycleBinRequest.UnlockRule;
import io.ebsnap.api.RetentionRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap recycle-bin rule unlock}. */
@Command(name = "unlock", header = "Unlock a retention rule.", description = "It stays locked until its delay is over.")
final class RuleUnlocking extends DaemonCommand {

    @Parameters(paramLabel = "RULE", description = "Identifier of the rule.")
    String rule = "";

    RuleUnlocking(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        RetentionRule unlocked = daemon.call(new UnlockRule(rule));
        show(unlocked, RecycleBinViews.rule(unlocked));
        return ExitCode.OK;
    }
}

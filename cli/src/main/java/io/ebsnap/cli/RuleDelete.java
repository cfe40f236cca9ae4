package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.RecycleBinRequest.DeleteRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap recycle-bin rule delete}. */
@Command(
        name = "delete",
        header = "Delete a retention rule.",
        description = "One that is not locked. What is in the recycle bin stays there as long as it was to.")
final class RuleDelete extends DaemonCommand {

    @Parameters(paramLabel = "RULE", description = "Identifier of the rule.")
    String rule = "";

    RuleDelete(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        show(daemon.call(new DeleteRule(rule)), Table.pairs().row(rule, "deleted"));
        return ExitCode.OK;
    }
}

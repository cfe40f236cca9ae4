package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.LockConfiguration;
import io.ebsnap.api.RecycleBinRequest.LockRule;
import io.ebsnap.api.RetentionRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap recycle-bin rule lock}. */
@Command(
        name = "lock",
        header = "Lock a retention rule.",
        description = {
            "It can be neither changed nor deleted then, and nobody purges what it keeps. Only a rule for everything, with no tags left out.",
            "ebsnap recycle-bin rule unlock ends that after the delay."
        })
final class RuleLocking extends DaemonCommand {

    @Parameters(paramLabel = "RULE", description = "Identifier of the rule.")
    String rule = "";

    @Option(
            names = "--unlock-delay",
            paramLabel = "DAYS",
            required = true,
            description = "How long it stays locked after it was ordered to be unlocked, 7 to 30 days.")
    int days;

    RuleLocking(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        RetentionRule locked = daemon.call(new LockRule(rule, LockConfiguration.days(days)));
        show(locked, RecycleBinViews.rule(locked));
        return ExitCode.OK;
    }
}

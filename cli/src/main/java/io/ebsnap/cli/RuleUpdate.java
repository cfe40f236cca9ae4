package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.RecycleBinRequest.UpdateRule;
import io.ebsnap.api.ResourceTag;
import io.ebsnap.api.RetentionPeriod;
import io.ebsnap.api.RetentionRule;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap recycle-bin rule update}. */
@Command(
        name = "update",
        header = "Change a retention rule.",
        description = "One that is not locked. What is in the recycle bin stays there as long as it was to.")
final class RuleUpdate extends DaemonCommand {

    @Parameters(paramLabel = "RULE", description = "Identifier of the rule.")
    String rule = "";

    @Option(names = "--days", paramLabel = "N", description = "For how long, 1 to 365 days.")
    @Nullable
    Integer days;

    @Option(names = "--description", paramLabel = "T", description = "Other words.")
    @Nullable
    String description;

    @Option(
            names = "--match",
            paramLabel = "K[=V]",
            converter = ResourceTagConverter.class,
            description = "Tags in place of those that it looked for. May be given several times.")
    @Nullable
    List<ResourceTag> matched;

    @Option(
            names = "--exclude",
            paramLabel = "K[=V]",
            converter = ResourceTagConverter.class,
            description = "Tags in place of those that it left out. May be given several times.")
    @Nullable
    List<ResourceTag> excluded;

    RuleUpdate(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        RetentionRule changed = daemon.call(
                new UpdateRule(rule, days == null ? null : RetentionPeriod.days(days), description, matched, excluded));
        show(changed, RecycleBinViews.rule(changed));
        return ExitCode.OK;
    }
}

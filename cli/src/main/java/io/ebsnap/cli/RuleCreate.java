package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.LockConfiguration;
import io.ebsnap.api.RecycleBinRequest.CreateRule;
import io.ebsnap.api.ResourceTag;
import io.ebsnap.api.RetentionPeriod;
import io.ebsnap.api.RetentionRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ebsnap recycle-bin rule create}. */
@Command(
        name = "create",
        header = "Make a retention rule.",
        description =
                "What is deleted from now on and matches it goes into the recycle bin. Of several rules that match, the one that keeps it longest counts.")
final class RuleCreate extends DaemonCommand {

    @Option(
            names = "--type",
            paramLabel = "EBS_SNAPSHOT|EBS_VOLUME|EC2_IMAGE",
            required = true,
            description = "What it keeps.")
    String type = "";

    @Option(names = "--days", paramLabel = "N", required = true, description = "For how long, 1 to 365 days.")
    int days;

    @Option(names = "--description", paramLabel = "T", description = "Words to remember it by.")
    @Nullable
    String description;

    @Option(
            names = "--match",
            paramLabel = "K[=V]",
            converter = ResourceTagConverter.class,
            description = "Only what has this tag, or another one that is named so. Without any, everything.")
    List<ResourceTag> matched = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "K[=V]",
            converter = ResourceTagConverter.class,
            description = "Not what has this tag; only of a rule for everything. May be given several times.")
    List<ResourceTag> excluded = new ArrayList<>();

    @Option(
            names = "--lock",
            paramLabel = "DAYS",
            description = "Lock it: it can be changed only so many days, 7 to 30, after that was ordered.")
    @Nullable
    Integer lock;

    @Mixin
    Options.Tags tags = new Options.Tags();

    RuleCreate(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        RetentionRule rule = daemon.call(new CreateRule(
                type,
                RetentionPeriod.days(days),
                description,
                matched,
                excluded,
                tags.tags,
                lock == null ? null : LockConfiguration.days(lock)));
        show(rule, RecycleBinViews.rule(rule));
        return ExitCode.OK;
    }
}

package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.RemoteRequest.DescribeSnapshotPush;
import io.ebsnap.api.RemoteRequest.PushSnapshot;
import io.ebsnap.api.RemoteSource;
import io.ebsnap.api.SnapshotPullPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot push}. */
@Command(
        name = "push",
        header = "Copy a snapshot from here to another daemon.",
        description = {
            "Only what is missing is moved: what differs from an earlier copy of the same volume, and did not come before.",
            "It goes on by itself when the line is cut or either daemon is started again; cancelling the task ends it."
        })
final class SnapshotPush extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "REMOTE", description = "Name of the other daemon, see 'ebsnap remote list'.")
    String remote = "";

    @Parameters(index = "1", paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    @Option(
            names = "--kms-key",
            paramLabel = "KEY",
            description =
                    "Key there that the copy is sealed under, by id, alias or ARN. Without it that is the default key there.")
    @Nullable
    String key;

    @Option(names = "--description", paramLabel = "T", description = "Words to remember it by.")
    @Nullable
    String description;

    @Mixin
    Options.Tags tags = new Options.Tags();

    @Option(names = "--copy-tags", description = "Give the copy the snapshot's tags too.")
    boolean copyTags;

    @Option(
            names = "--bandwidth",
            paramLabel = "RATE",
            converter = ByteSize.class,
            description = "Most bytes to be moved in a second, for example 50M.")
    @Nullable
    Long bandwidth;

    @Option(
            names = "--completion-duration",
            paramLabel = "MINUTES",
            description =
                    "Refuse to begin if it cannot be completed in that time, as fast as copies to there have been.")
    @Nullable
    Integer minutes;

    @Option(names = "--dry-run", description = "Only say how much would be moved.")
    boolean dryRun;

    @Mixin
    Options.Waiting waiting = new Options.Waiting();

    SnapshotPush(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        RemoteSource source = new RemoteSource(remote, snapshot, key, bandwidth, minutes);
        SnapshotPullPlan plan = daemon.call(new DescribeSnapshotPush(source));
        if (dryRun) {
            show(plan, RemoteViews.plan(plan));
            return ExitCode.OK;
        }
        if (!session().options().quiet) {
            renderer().note(RemoteViews.sentence(plan));
        }
        return new TaskStarter(session(), daemon)
                .start(new PushSnapshot(source, description, tags.tags, copyTags), waiting);
    }
}

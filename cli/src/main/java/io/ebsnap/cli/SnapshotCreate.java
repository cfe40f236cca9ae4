package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.InstantOptions;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotRequest.CreateSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot create}. */
@Command(
        name = "create",
        header = "Take a snapshot of a volume.",
        description = {
            "The snapshot shows one instant of the device: an LVM snapshot of a logical volume, a reflink of an image or of a loop"
                    + " device's file on XFS or Btrfs, a device that is read-only or that nobody uses, or a file system that"
                    + " is frozen while its device is read. When none of these can be had, it is refused.",
            "The first snapshot of a volume reads and stores everything, the next ones store only what has changed."
        })
final class SnapshotCreate extends DaemonCommand {

    @Parameters(
            paramLabel = "VOL|DEVICE",
            arity = "1..*",
            description = "Volumes by id, name or device. A device that is no volume yet becomes one.")
    List<String> volumes = new ArrayList<>();

    @Option(names = "--description", paramLabel = "T", description = "Words to remember it by.")
    @Nullable
    String description;

    @Mixin
    Options.Tags tags = new Options.Tags();

    @Option(
            names = "--consistency",
            paramLabel = "C",
            description = {
                "How the instant must be had: auto (default), lvm-snapshot, reflink, read-only, unused or frozen.",
                "fuzzy takes it of a device that is being written, and marks the snapshot so."
            })
    @Nullable
    String consistency;

    @Option(
            names = "--pre",
            paramLabel = "COMMAND",
            description = "Command that the daemon runs just before the instant.")
    @Nullable
    String pre;

    @Option(
            names = "--post",
            paramLabel = "COMMAND",
            description = "Command that the daemon runs just after the instant, whatever happened.")
    @Nullable
    String post;

    @Option(
            names = "--kms-key",
            paramLabel = "KEY",
            description = {
                "Key that it is sealed under, by id, alias or ARN. Without it that is the default key (ebsnap key default).",
                "The first snapshot of a volume under another key reads and stores everything again."
            })
    @Nullable
    String key;

    @Mixin
    Options.Waiting waiting = new Options.Waiting();

    SnapshotCreate(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        List<String> names = volumes.stream().map(VolumeRegister::absolute).toList();
        InstantOptions how = new InstantOptions(consistency, pre, post);
        List<Snapshot> begun = daemon.call(new CreateSnapshot(names, description, tags.tags, how, key))
                .snapshots();
        return new SnapshotOutcome(session()).of(daemon, begun, waiting);
    }
}

package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.InstantOptions;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.SnapshotRequest.CreateSnapshot;
import io.ebsnap.api.SnapshotRequest.CreateSnapshots;
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
        header = "Take snapshots of volumes at one instant.",
        description = {
            "The snapshot shows one instant of the device: an LVM snapshot of a logical volume, a reflink of an image or of a loop"
                    + " device's file on XFS or Btrfs, a device that is read-only or that nobody uses, or a file system that"
                    + " is frozen while its device is read. When none of these can be had, it is refused.",
            "Several volumes, of whatever kinds, have one instant: who writes to them waits for that moment. Their snapshots are a group,"
                    + " and if one of them fails all of them do.",
            "The first snapshot of a volume reads and stores everything, the next ones store only what has changed."
        })
final class SnapshotCreate extends DaemonCommand {

    private static final String SOURCE_OF_TAGS = "volume";

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

    @Option(
            names = "--copy-tags-from-source",
            description = "Give each snapshot the tags of its volume too, but for those that --tag gives.")
    boolean copyTags;

    @Mixin
    Options.Turn turn = new Options.Turn();

    @Mixin
    Options.Waiting waiting = new Options.Waiting();

    SnapshotCreate(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        List<String> names = volumes.stream().map(VolumeRegister::absolute).toList();
        InstantOptions how = new InstantOptions(consistency, pre, post, turn.seconds);
        boolean plain = names.size() == 1 && !copyTags;
        SnapshotList begun = plain
                ? daemon.call(new CreateSnapshot(names, description, tags.tags, how, key))
                : daemon.call(
                        new CreateSnapshots(names, description, tags.tags, how, key, copyTags ? SOURCE_OF_TAGS : null));
        return new SnapshotOutcome(session()).of(daemon, begun.snapshots(), waiting);
    }
}

package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Done;
import io.ebsnap.api.MountRequest.DescribeSnapshotMounts;
import io.ebsnap.api.MountRequest.UnmountSnapshot;
import io.ebsnap.api.SnapshotMount;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot unmount}. */
@Command(
        name = "unmount",
        header = "Unmount a snapshot, and let go of it.",
        description = "Refused while files of it are used. What its scratch holds is dropped.")
final class SnapshotUnmount extends DaemonCommand {

    @Parameters(
            paramLabel = "DIR|SNAP",
            description =
                    "Directory that it is mounted on, or that --all was used with; or the id of a snapshot, for all mounts of it.")
    String target = "";

    SnapshotUnmount(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        List<SnapshotMount> meant =
                meant(daemon.call(new DescribeSnapshotMounts()).snapshotMounts());
        if (meant.isEmpty()) {
            throw new Refusal(
                    ExitCode.NOT_FOUND, "no snapshot is mounted as " + target, "ebsnap snapshot mounts shows them");
        }
        Table table = Table.pairs();
        for (SnapshotMount mount : meant) {
            for (String point : mount.mountPoints()) {
                session().programs().run("unmounting " + point, List.of("umount", "-i", point));
            }
            Done unused = daemon.call(new UnmountSnapshot(mount.mountId()));
            table.row(mount.snapshotId() + " " + mount.part(), "unmounted");
        }
        show(new Done(true), table);
        return ExitCode.OK;
    }

    /** One that a command has for itself alone is not meant; it has no directory. */
    private List<SnapshotMount> meant(List<SnapshotMount> mounts) {
        List<SnapshotMount> others =
                mounts.stream().filter(mount -> mount.directory() != null).toList();
        if (target.startsWith("snap-")) {
            return others.stream()
                    .filter(mount -> mount.snapshotId().equals(target))
                    .toList();
        }
        Path place = Path.of(target).toAbsolutePath().normalize();
        List<SnapshotMount> there = others.stream()
                .filter(mount -> points(mount).anyMatch(place::equals))
                .toList();
        return there.isEmpty()
                ? others.stream()
                        .filter(mount -> points(mount).anyMatch(point -> place.equals(point.getParent())))
                        .toList()
                : there;
    }

    /** Where it is, or was to be: that of one that was unmounted by umount(8) is still known. */
    private static Stream<Path> points(SnapshotMount mount) {
        return mount.mountPoints().isEmpty()
                ? Stream.of(Path.of(Objects.requireNonNullElse(mount.directory(), "")))
                : mount.mountPoints().stream().map(Path::of);
    }
}

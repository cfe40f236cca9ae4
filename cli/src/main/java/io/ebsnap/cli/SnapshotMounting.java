package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.Done;
import io.ebsnap.api.MountRequest.DescribeSnapshotContents;
import io.ebsnap.api.MountRequest.MountSnapshot;
import io.ebsnap.api.MountRequest.UnmountSnapshot;
import io.ebsnap.api.SnapshotContents;
import io.ebsnap.api.SnapshotMount;
import io.ebsnap.api.SnapshotMountList;
import io.ebsnap.api.SnapshotPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap snapshot mount}. */
@Command(
        name = "mount",
        header = "Mount the file systems of a snapshot, to be read.",
        description = {
            "At once: blocks are fetched as they are read. Journals are replayed into a scratch, and the snapshot stays as it is.",
            "Partitions and LVM logical volumes in the snapshot are found; LVM of this machine does not come to know them."
        })
final class SnapshotMounting extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "DIR", description = "Directory that it is mounted on.")
    @Nullable
    Path directory;

    @Mixin
    PartChoice part = new PartChoice();

    @Option(
            names = "--all",
            description = "Mount every file system, each on a directory below DIR that is named after its part.")
    boolean all;

    @Option(names = "--list", description = "Mount nothing: show what is in the snapshot.")
    boolean list;

    SnapshotMounting(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        if (list) {
            SnapshotContents contents = daemon.call(new DescribeSnapshotContents(snapshot));
            show(contents, MountViews.parts(contents.parts()));
            return ExitCode.OK;
        }
        if (directory == null || (all && part.name() != null)) {
            throw new Refusal(ExitCode.USAGE, "a directory is needed, and --all or one part", "see ebsnap-snapshot(1)");
        }
        Path wanted = directory.toAbsolutePath().normalize();
        List<SnapshotMount> mounts = new ArrayList<>();
        places(daemon, wanted).forEach((place, name) -> mounts.add(mount(daemon, place, name)));
        show(new SnapshotMountList(mounts), MountViews.mounts(mounts));
        return ExitCode.OK;
    }

    /** Where each part is to be; an empty name is of the only one. */
    private Map<Path, String> places(ApiClient daemon, Path wanted) {
        String name = part.name();
        if (!all) {
            requireDirectory(wanted);
            return Map.of(wanted, name == null ? "" : name);
        }
        Map<Path, String> places = new LinkedHashMap<>();
        for (SnapshotPart each :
                daemon.call(new DescribeSnapshotContents(snapshot)).parts()) {
            if (each.mountable()) {
                Path place = wanted.resolve(each.name().replace('/', '-'));
                make(place);
                places.put(place, each.name());
            }
        }
        if (places.isEmpty()) {
            throw new Refusal(
                    ExitCode.NOT_FOUND,
                    snapshot + " has no file system that can be mounted",
                    "--list shows what it has");
        }
        return places;
    }

    private static void requireDirectory(Path place) {
        if (!Files.isDirectory(place)) {
            throw new Refusal(ExitCode.NOT_FOUND, place + " is no directory", "make it first");
        }
    }

    private static void make(Path place) {
        try {
            Files.createDirectories(place);
        } catch (IOException e) {
            throw new Refusal(
                    ExitCode.FAILED, "making " + place + " failed: " + e.getMessage(), "name another directory");
        }
    }

    /** What is below another mount is seen by nobody, and whoever unmounts the upper one believes to be done. */
    private static void requireNothingMounted(Path place) {
        if (MountTable.has(place)) {
            throw new Refusal(
                    ExitCode.CONFLICT,
                    place + " is a mount point already",
                    "name another directory, or unmount that first");
        }
    }

    private SnapshotMount mount(ApiClient daemon, Path place, String name) {
        requireNothingMounted(place);
        SnapshotMount mount = daemon.call(new MountSnapshot(snapshot, name.isEmpty() ? null : name, place.toString()));
        try {
            session()
                    .programs()
                    .run(
                            "mounting " + mount.part() + " of " + snapshot,
                            List.of(
                                    "mount",
                                    "-i",
                                    "-t",
                                    mount.mountType(),
                                    "-o",
                                    String.join(",", mount.mountOptions()),
                                    mount.device(),
                                    place.toString()));
        } catch (Refusal e) {
            release(daemon, mount);
            throw e;
        }
        return at(mount, place);
    }

    private static SnapshotMount at(SnapshotMount mount, Path place) {
        return new SnapshotMount(
                mount.mountId(),
                mount.snapshotId(),
                mount.part(),
                mount.fileSystem(),
                mount.mountType(),
                mount.mountOptions(),
                mount.device(),
                mount.directory(),
                List.of(place.toString()),
                mount.attachTime());
    }

    private void release(ApiClient daemon, SnapshotMount mount) {
        try {
            Done unused = daemon.call(new UnmountSnapshot(mount.mountId()));
        } catch (ApiException e) {
            renderer().note("the device of " + mount.snapshotId() + " ends later: " + e.getMessage());
        }
    }
}

package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.Done;
import io.ebsnap.api.MountRequest.DescribeSnapshotContents;
import io.ebsnap.api.MountRequest.DescribeSnapshotMounts;
import io.ebsnap.api.MountRequest.MountSnapshot;
import io.ebsnap.api.MountRequest.UnmountSnapshot;
import io.ebsnap.api.Request;
import io.ebsnap.api.SnapshotContents;
import io.ebsnap.api.SnapshotMount;
import io.ebsnap.api.SnapshotMountList;
import io.ebsnap.api.SnapshotPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The commands that mount snapshots: what they ask of the daemon, and what of mount(8). */
class MountCommandsTest extends CommandsFixture {

    private static final SnapshotContents CONTENTS = new SnapshotContents(
            "snap-1",
            List.of(
                    new SnapshotPart("1", "EFI system", 1 << 20, "vfat", null, "ABCD-0123", true, null),
                    new SnapshotPart("2", "Linux LVM", 1 << 30, "LVM2_member", null, "u-2", false, null),
                    new SnapshotPart("3", "0x12", 512, null, null, null, false, null),
                    new SnapshotPart("vg/root", "logical volume", 1 << 29, "ext4", "root", "u-3", true, null),
                    new SnapshotPart("vg/thin", "logical volume", 0, null, null, null, false, "it is of type thin")));

    private final List<List<String>> run = new ArrayList<>();
    private String program = "true";
    private List<SnapshotMount> mounts = List.of();

    private Process start(ProcessBuilder builder) throws IOException {
        run.add(List.copyOf(builder.command()));
        return builder.command(program).start();
    }

    private Record answer(Request<?> request) {
        return switch (request) {
            case DescribeSnapshotContents contents -> CONTENTS;
            case DescribeSnapshotMounts described -> new SnapshotMountList(mounts);
            case MountSnapshot mount ->
                mount("vol-9", mount.part() == null ? "vg/root" : mount.part(), mount.directory(), List.of());
            default -> new Done(true);
        };
    }

    private static SnapshotMount mount(String id, String part, @Nullable String directory, List<String> points) {
        return new SnapshotMount(
                id,
                "snap-1",
                part,
                "ext4",
                "ext4",
                List.of("ro", "nodev"),
                "/dev/loop7",
                directory,
                points,
                Instant.parse("2026-01-31T23:59:59Z"));
    }

    private Cli cli(FakeDaemon daemon) {
        return Cli.of(daemon.socket()).with(this::start);
    }

    @Test
    void listShowsWhatIsThere() throws IOException {
        assertGolden("snapshot-contents.txt", shown(request -> CONTENTS, "snapshot", "mount", "--list", "snap-1"));
        assertGolden(
                "snapshot-contents.json",
                shown(request -> CONTENTS, "snapshot", "mount", "--list", "snap-1", "-o", "json"));
        mounts = List.of(
                mount("vol-1", "1", "/mnt", List.of("/mnt", "/srv")), mount("vol-2", "vg/root", null, List.of()));
        assertGolden("snapshot-mounts.txt", shown(this::answer, "snapshot", "mounts"));
        assertGolden("snapshot-mounts.json", shown(this::answer, "snapshot", "mounts", "-o", "json"));
    }

    @Test
    void mountAsksForADeviceAndHasMountDoTheRest() throws IOException {
        Path place = Files.createDirectory(directory.resolve("place"));
        try (FakeDaemon daemon = daemon(this::answer)) {
            Cli cli = cli(daemon);
            assertThat(cli.run("snapshot", "mount", "snap-1", place.toString()))
                    .as(cli.err())
                    .isZero();
            assertThat(daemon.asked()).containsExactly(new MountSnapshot("snap-1", null, place.toString()));
        }
        assertThat(run)
                .containsExactly(
                        List.of("mount", "-i", "-t", "ext4", "-o", "ro,nodev", "/dev/loop7", place.toString()));
    }

    @Test
    void aPartIsChosenByNumberOrName() throws IOException {
        Path place = Files.createDirectory(directory.resolve("place"));
        try (FakeDaemon daemon = daemon(this::answer)) {
            for (List<String> choice :
                    List.of(List.of("--partition", "3"), List.of("--partition=0"), List.of("--logical-volume=vg/a"))) {
                List<String> words = new ArrayList<>(List.of("snapshot", "mount", "snap-1", place.toString()));
                words.addAll(choice);
                assertThat(cli(daemon).run(words.toArray(String[]::new))).isZero();
            }
            assertThat(daemon.asked())
                    .extracting(request -> ((MountSnapshot) request).part())
                    .containsExactly("3", "disk", "vg/a");
            assertThat(cli(daemon).run("snapshot", "mount", "snap-1", "/", "--partition=1", "--logical-volume=vg/a"))
                    .isEqualTo(ExitCode.USAGE);
            assertThat(cli(daemon).run("snapshot", "mount", "snap-1", "/", "--partition=1", "--all"))
                    .isEqualTo(ExitCode.USAGE);
            assertThat(cli(daemon).run("snapshot", "mount", "snap-1")).isEqualTo(ExitCode.USAGE);
            assertThat(cli(daemon).run("snapshot", "mount", "snap-1", "/no/such"))
                    .isEqualTo(ExitCode.NOT_FOUND);
        }
    }

    @Test
    void allMountsEachBelowTheDirectory() throws IOException {
        try (FakeDaemon daemon = daemon(this::answer)) {
            assertThat(cli(daemon)
                            .run(
                                    "snapshot",
                                    "mount",
                                    "--all",
                                    "snap-1",
                                    directory.resolve("m").toString()))
                    .isZero();
        }
        assertThat(run)
                .extracting(List::getLast)
                .containsExactly(
                        directory.resolve("m/1").toString(),
                        directory.resolve("m/vg-root").toString());
        assertThat(directory.resolve("m/vg-root")).isDirectory();
    }

    @Test
    void whatCannotBeMountedIsLetGoOf() throws IOException {
        program = "false";
        try (FakeDaemon daemon = daemon(this::answer)) {
            Cli cli = cli(daemon);
            assertThat(cli.run("snapshot", "mount", "snap-1", directory.toString()))
                    .isEqualTo(ExitCode.FAILED);
            assertThat(cli.err()).contains("mounting vg/root of snap-1 failed");
            assertThat(daemon.asked()).last().isEqualTo(new UnmountSnapshot("vol-9"));
            assertThat(cli(daemon).run("snapshot", "files", "list", "snap-1")).isEqualTo(ExitCode.FAILED);
            assertThat(daemon.asked()).last().isEqualTo(new UnmountSnapshot("vol-9"));
        }
        assertThat(run.getLast()).startsWith("unshare", "--mount", "--propagation", "slave", "sh", "-c");
    }

    @Test
    void unmountFindsMountsByDirectoryByTheDirectoryOfAllAndBySnapshot() throws IOException {
        mounts = List.of(
                mount("vol-1", "1", "/mnt/1", List.of("/mnt/1")),
                mount("vol-2", "2", "/mnt/2", List.of()),
                mount("vol-3", "3", null, List.of("/run/ebsnap")));
        assertThat(unmounted("/mnt/1")).containsExactly("vol-1");
        assertThat(run).containsExactly(List.of("umount", "-i", "/mnt/1"));
        assertThat(unmounted("/mnt/")).containsExactly("vol-1", "vol-2");
        assertThat(unmounted("snap-1")).as("none of a command's own").containsExactly("vol-1", "vol-2");
        try (FakeDaemon daemon = daemon(this::answer)) {
            assertThat(cli(daemon).run("snapshot", "unmount", "/run/ebsnap")).isEqualTo(ExitCode.NOT_FOUND);
        }
    }

    private List<String> unmounted(String target) throws IOException {
        try (FakeDaemon daemon = daemon(this::answer)) {
            assertThat(cli(daemon).run("snapshot", "unmount", target)).isZero();
            return daemon.asked().stream()
                    .filter(UnmountSnapshot.class::isInstance)
                    .map(request -> ((UnmountSnapshot) request).mountId())
                    .toList();
        }
    }
}

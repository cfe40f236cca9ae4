package io.ebsnap.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.DaemonUnreachable;
import io.ebsnap.api.FastRestoreRequest.DescribeFastSnapshotRestores;
import io.ebsnap.api.FastRestoreRequest.DisableFastSnapshotRestores;
import io.ebsnap.api.FastRestoreRequest.EnableFastSnapshotRestores;
import io.ebsnap.api.FastSnapshotRestore;
import io.ebsnap.api.MalformedMessage;
import io.ebsnap.api.Page;
import io.ebsnap.api.ServedVolume;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeRequest.CreateVolume;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import io.ebsnap.linux.testing.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fast restore with the real daemon and command line, killed wherever that tells most, on one kind of file system. */
abstract class FastRestoreContract {

    private static final long IMAGE_BYTES = (24L << 20) + 4096 * 3;

    @TempDir
    Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private DaemonHome home;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private CommandLine ebsnap;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private TestImage image;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private Path zone;

    /** An empty directory of the file system, of at least 300 MiB. */
    abstract Path zone() throws IOException;

    /** How volumes are made there. */
    abstract String method();

    @BeforeEach
    final void prepare() throws IOException {
        home = DaemonHome.in(folder);
        zone = zone();
        configure("limit = \"budget\"");
        ebsnap = new CommandLine(home);
        image = new TestImage(folder.resolve("source.img"), IMAGE_BYTES, new Random(20_261L));
        image.change(60);
    }

    private void configure(String limits) throws IOException {
        Files.writeString(
                home.config(),
                "[volumes]\nzone = \"fast\"\nencryption = \"no\"\ndirectory = \"" + zone + "\"\n[fast-restore]\n"
                        + limits + "\n");
    }

    private String take(RunningDaemon daemon) {
        return new Jobs(daemon).take(image.file()).snapshotId();
    }

    private static List<FastSnapshotRestore> all(RunningDaemon daemon) {
        return daemon.call(new DescribeFastSnapshotRestores(List.of(), Page.FIRST))
                .fastSnapshotRestores();
    }

    private static FastSnapshotRestore settled(RunningDaemon daemon) {
        for (int i = 0; i < 4000; i++) {
            FastSnapshotRestore now = all(daemon).getFirst();
            if (now.state().equals("enabled") || now.state().equals("disabled")) {
                return now;
            }
            RunningDaemon.pause();
        }
        throw new AssertionError(all(daemon) + "\n" + daemon.log());
    }

    private static void awaitReadyCopy(RunningDaemon daemon) {
        for (int i = 0; i < 4000; i++) {
            FastSnapshotRestore now = all(daemon).getFirst();
            if ("reflink".equals(now.method()) || now.readyCopies() > 0) {
                return;
            }
            RunningDaemon.pause();
        }
        throw new AssertionError(all(daemon) + "\n" + daemon.log());
    }

    private static ServedVolume create(RunningDaemon daemon, String snapshot, String name) {
        Volume volume =
                daemon.call(new CreateVolume(snapshot, null, "fast", List.of(), name, null, false, null, null, null));
        return requireNonNull(volume.served());
    }

    private static ServedVolume shown(RunningDaemon daemon, String name) {
        return requireNonNull(daemon.call(new DescribeVolumes(List.of(name), List.of(), Page.FIRST))
                .volumes()
                .getFirst()
                .served());
    }

    private void assertFast(RunningDaemon daemon, String snapshot, String name) {
        awaitReadyCopy(daemon);
        ServedVolume volume = create(daemon, snapshot, name);
        assertThat(volume.restoreReason()).isEqualTo(method());
        assertThat(volume.fastRestored()).isTrue();
        assertThat(volume.hydration().isCompleted()).isTrue();
        assertThat(TestImage.digest(Path.of(volume.target()))).isEqualTo(image.digest());
    }

    private Path images() {
        return zone.resolve("fast-restore");
    }

    @Test
    void volumeIsCompleteWhenItAppearsAndSaysSo() {
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            String snapshot = take(daemon);
            assertThat(ebsnap.run("volume", "create", "--snapshot", snapshot, "--name", "slow"))
                    .contains("lazy: fast restore of its snapshot is not enabled");
            assertThat(ebsnap.run("fsr", "enable", snapshot, "--zone", "fast", "--wait"))
                    .contains("enabled");
            assertThat(ebsnap.run("volume", "create", "--snapshot", snapshot, "--name", "one"))
                    .contains("fast, by " + method())
                    .contains("100 % completed");
            assertFast(daemon, snapshot, "two");
            awaitReadyCopy(daemon);
            ebsnap.run("volume", "create", "--snapshot", snapshot, "--name", "large", "--size", "32M");
            assertThat(Path.of(shown(daemon, "large").target())).hasSize(32 << 20);
            assertThat(ebsnap.run("-o", "json", "fsr", "list", snapshot))
                    .contains("\"FastSnapshotRestores\"", "\"EnabledTime\"", "\"Client.UserInitiated - Lifecycle");
            assertThat(ebsnap.run("volume", "list", "--filter", "fast-restored=true"))
                    .contains("one", "two", "large")
                    .doesNotContain("slow");
            assertThat(daemon.stop()).isZero();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertThat(ebsnap.run("volume", "show", "one")).contains("fast, by " + method());
            assertThat(TestImage.digest(Path.of(shown(daemon, "one").target()))).isEqualTo(image.digest());
            String snapshot = all(daemon).getFirst().snapshotId();
            assertThat(ebsnap.run("fsr", "disable", snapshot, "--wait")).contains("disabled");
            assertThat(images()).isEmptyDirectory();
            assertThat(TestImage.digest(Path.of(shown(daemon, "two").target()))).isEqualTo(image.digest());
            assertThat(ebsnap.attempt("fsr", "disable", snapshot).status()).isEqualTo(3);
            assertThat(ebsnap.attempt("fsr", "enable", "snap-00000000000000000").status())
                    .isEqualTo(3);
            assertThat(ebsnap.attempt("fsr", "enable", snapshot, "--zone", "nowhere")
                            .status())
                    .isEqualTo(2);
        }
    }

    @Test
    void deletingTheSnapshotDisablesItAndNothingOfItIsLeft() {
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            String snapshot = take(daemon);
            ebsnap.run("fsr", "enable", snapshot, "--wait");
            assertFast(daemon, snapshot, "kept");
            ebsnap.run("snapshot", "delete", snapshot);
            assertThat(all(daemon).getFirst().state()).isIn("disabling", "disabled");
            assertThat(settled(daemon).message()).isEqualTo("its snapshot was deleted");
            assertThat(images()).isEmptyDirectory();
            new Jobs(daemon).collectGarbage();
            assertThat(TestImage.digest(Path.of(shown(daemon, "kept").target())))
                    .isEqualTo(image.digest());
            assertThat(ebsnap.attempt("volume", "create", "--snapshot", snapshot)
                            .status())
                    .isEqualTo(3);
        }
    }

    @Test
    void withCreditsTheFirstVolumesAreLazyAndSayWhenTheNextCreditComes() throws IOException {
        configure("limit = \"credits\"");
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            String snapshot = take(daemon);
            ebsnap.run("fsr", "enable", snapshot, "--wait");
            assertThat(ebsnap.run("volume", "create", "--snapshot", snapshot))
                    .contains("lazy: no credits: the next one at 2");
            assertThat(requireNonNull(all(daemon).getFirst().credits()).capacity())
                    .isEqualTo(10);
        }
    }

    @Test
    void beyondTheBudgetItWaitsAndVolumesSayIt() throws IOException {
        configure("budget-percent = 1");
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            String snapshot = take(daemon);
            ebsnap.run("fsr", "enable", snapshot);
            for (int i = 0; i < 4000 && all(daemon).getFirst().message() == null; i++) {
                RunningDaemon.pause();
            }
            assertThat(all(daemon).getFirst().message()).startsWith("budget: ");
            assertThat(ebsnap.run("volume", "create", "--snapshot", snapshot, "--name", "lazy"))
                    .contains("enabling: budget: ");
            assertThat(daemon.stop()).isZero();
        }
        configure("budget-percent = 90");
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertThat(settled(daemon).state()).isEqualTo("enabled");
            assertFast(daemon, all(daemon).getFirst().snapshotId(), "fast");
        }
    }

    @Test
    void diskWithoutRoomIsWaitedForAndEnablingAgainTriesAtOnce() throws IOException {
        configure("budget-percent = 90");
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            String snapshot = take(daemon);
            Path filler = zone.resolve("filler");
            fillUpTo(filler, 16 << 20);
            ebsnap.run("fsr", "enable", snapshot);
            for (int i = 0; i < 4000 && all(daemon).getFirst().message() == null; i++) {
                RunningDaemon.pause();
            }
            assertThat(all(daemon).getFirst().message()).startsWith("room: ");
            assertThat(ebsnap.attempt(
                                    "volume",
                                    "create",
                                    "--snapshot",
                                    snapshot,
                                    "--target",
                                    folder.resolve("t").toString())
                            .status())
                    .as("a volume elsewhere")
                    .isZero();
            // XFS gives the space of a deleted file back a little later, that of a shortened one at once.
            Files.write(filler, new byte[0]);
            ebsnap.run("fsr", "enable", snapshot, "--wait");
            assertFast(daemon, snapshot, "fast");
        }
    }

    /** Blocks that are reserved: what is only written is not on the disk at once, and more than it is reserved for what may follow. */
    private void fillUpTo(Path filler, long left) throws IOException {
        long size = Files.getFileStore(zone).getUnallocatedSpace() - left;
        Commands.run("fallocate", "-l", Long.toString(size), filler.toString());
    }

    /** Killed at each durable step, and in the midst of the long ones; the order is given again in case the first one died unanswered. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "after-order",
                "after-optimizing",
                "filling:5",
                "verifying:5",
                "after-fill",
                "after-copy",
                "after-enabled",
                "after-place",
                "after-disable",
                "before-remove",
                "after-remove"
            })
    void daemonThatIsKilledIsGoneOnFrom(String point) throws IOException {
        if (point.equals("after-copy") && method().equals("reflink")) {
            return;
        }
        String snapshot;
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            snapshot = take(daemon);
            assertThat(daemon.stop()).isZero();
        }
        RunningDaemon doomed = RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", "fast-restore." + point));
        try (doomed) {
            doomed.awaitReady();
            workThroughEverything(doomed, snapshot);
            throw new AssertionError("the daemon never came to " + point);
        } catch (DaemonUnreachable | MalformedMessage expected) {
            assertThat(doomed.awaitEnd()).as("killed at " + point).isNotZero();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            boolean given = !all(daemon).isEmpty();
            boolean ending = given
                    && List.of("disabling", "disabled")
                            .contains(all(daemon).getFirst().state());
            if (ending) {
                assertThat(settled(daemon).state()).isEqualTo("disabled");
                assertThat(images()).isEmptyDirectory();
            }
            enable(daemon, snapshot);
            assertThat(settled(daemon).state()).as(daemon.log()).isEqualTo("enabled");
            assertFast(daemon, snapshot, "after");
            assertThat(daemon.call(new DescribeVolumes(List.of(), List.of(), Page.FIRST))
                            .volumes())
                    .filteredOn(volume -> volume.kind().equals("managed"))
                    .allSatisfy(volume -> assertThat(TestImage.digest(
                                    Path.of(requireNonNull(volume.served()).target())))
                            .isEqualTo(image.digest()));
            ebsnap.run("fsr", "disable", snapshot, "--wait");
            assertThat(images()).isEmptyDirectory();
            assertThat(daemon.stop()).isZero();
        }
    }

    private static void enable(RunningDaemon daemon, String snapshot) {
        assertThat(daemon.call(new EnableFastSnapshotRestores(List.of(snapshot), List.of()))
                        .unsuccessful())
                .isEmpty();
    }

    private static void workThroughEverything(RunningDaemon daemon, String snapshot) {
        try {
            enable(daemon, snapshot);
            settled(daemon);
            awaitReadyCopy(daemon);
            assertThat(create(daemon, snapshot, "before").fastRestored()).isTrue();
            assertThat(daemon.call(new DisableFastSnapshotRestores(List.of(snapshot), List.of()))
                            .unsuccessful())
                    .isEmpty();
            settled(daemon);
            for (int i = 0; i < 200; i++) {
                assertThat(all(daemon)).isNotEmpty();
                RunningDaemon.pause();
            }
        } catch (ApiException e) {
            throw new AssertionError(e);
        }
    }
}

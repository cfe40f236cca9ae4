package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How changes are found, by command line and daemon as a user has them, on real loop devices. */
@RequiresLoopDevices
@Requires(
        command = {"mkfs.xfs", "mkfs.btrfs"},
        fileSystem = {"xfs", "btrfs"})
class ChangeTrackingLoopIT extends DaemonOnDisks {

    private static final long MIB = 1 << 20;
    private static final long DEVICE_BYTES = 48 * MIB + 4096;

    private static final Duration KEPT_MAX = Duration.ofSeconds(60);

    private final Random random = new Random(20_262);

    @ParameterizedTest
    @ValueSource(strings = {"xfs", "btrfs"})
    void loopDeviceIsTrackedByItsReflinkCopiesAndByTagsWithoutThem(String fileSystem) throws IOException {
        Path device = loop(fileSystem);
        change(device, 40);
        assertThat(ebsnap.detection(snapshot(device))).startsWith("full: it is the first snapshot");

        change(device, 3);
        String second = snapshot(device);
        assertThat(ebsnap.detection(second)).matches("exact by reflink, [1-9][0-9]* blocks rechecked");
        assertThat(restored(second)).isEqualTo(TestImage.digest(device));
        assertKept(device, 1);

        ebsnap.run("volume", "untrack", device.toString());
        assertKept(device, 0);
        change(device, 3);
        String third = snapshot(device);
        assertThat(ebsnap.detection(third)).startsWith("full: reflink: no copy is kept; keyed: no tags");
        assertThat(restored(third)).isEqualTo(TestImage.digest(device));

        assertThat(ebsnap.detection(snapshot(device))).startsWith("exact by reflink");
        ebsnap.run("volume", "forget", device.toString());
        assertKept(device, 0);
        assertThat(home.data().resolve("tracking")).isEmptyDirectory();
    }

    @Test
    void deviceThatNobodyTracksIsComparedByTags() throws IOException {
        Path device = disks.loop(DEVICE_BYTES);
        change(device, 40);
        snapshot(device);
        change(device, 3);
        String second = snapshot(device);
        assertThat(ebsnap.detection(second)).matches("exact by keyed, [1-9][0-9]* blocks rechecked");
        assertThat(restored(second)).isEqualTo(TestImage.digest(device));
        assertThat(ebsnap.run("-o", "json", "snapshot", "show", second))
                .contains("\"ChangeDetection\": \"exact\"", "\"ChangeTracker\": \"keyed\"", "\"BlocksRechecked\": ");
    }

    @Test
    void nothingIsKeptWhereTheSettingAsksForMoreRoomThanThereIs() throws IOException {
        assertThat(daemon.stop()).isZero();
        Files.writeString(home.config(), "[tracking]\nkept-copy-free-percent = 100\nrecheck-one-in = 1\n");
        daemon = RunningDaemon.start(home);
        Path device = loop("xfs");
        change(device, 40);
        snapshot(device);
        assertKept(device, 0);
        String second = snapshot(device);
        assertThat(ebsnap.detection(second)).startsWith("exact by keyed, ").endsWith("reflink: no copy is kept");
        assertThat(daemon.log()).contains("less than 100 % of the file system");
    }

    @Test
    void volumeThatIsWrittenPastTheDaemonIsFoundOutAndWarnedOfUntilSomebodyHasSeenToIt() throws IOException {
        assertThat(daemon.stop()).isZero();
        Path zone = folder.resolve("zone");
        Files.writeString(
                home.config(),
                "[volumes]\ndirectory = \"" + zone + "\"\nencryption = \"no\"\n\n[tracking]\nrecheck-one-in = 1\n");
        daemon = RunningDaemon.start(home);
        ebsnap.run("volume", "create", "--size", "8M", "--name", "data");
        snapshotOf("data");
        assertThat(ebsnap.detection(snapshotOf("data"))).isEqualTo("exact by epoch, 16 blocks rechecked");
        Path target = target(zone);
        try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
            file.seek(3 * MIB);
            file.write(7);
            file.getFD().sync();
        }
        String finder = snapshotOf("data");
        assertThat(ebsnap.detection(finder))
                .isEqualTo("full: epoch called block 6 unchanged, and it has another content");
        assertThat(restored(finder, 8 * MIB)).isEqualTo(TestImage.digest(target));
        assertThat(ebsnap.detection(snapshotOf("data"))).startsWith("exact by epoch");

        assertThat(daemon.stop()).isZero();
        daemon = RunningDaemon.start(home);
        assertThat(ebsnap.run("status"))
                .contains("epoch called block 6 of vol-")
                .contains(finder);
        assertThat(ebsnap.run("-o", "json", "status")).contains("\"epoch called block 6 of vol-");
        ebsnap.run("volume", "untrack", "data");
        assertThat(ebsnap.run("status")).doesNotContain("called block");
        assertThat(ebsnap.detection(snapshotOf("data"))).startsWith("full").contains("ebsnap volume untrack");
    }

    private static Path target(Path zone) throws IOException {
        try (Stream<Path> files = Files.walk(zone)) {
            return files.filter(file -> file.endsWith("data")).findFirst().orElseThrow();
        }
    }

    /** At each step of keeping, twice: the second daemon dies at the same one, with something kept. */
    @ParameterizedTest
    @CsvSource({
        "xfs,snapshot.after-copy",
        "xfs,snapshot.after-tags",
        "xfs,snapshot.after-commit",
        "xfs,snapshot.after-tracking",
        "btrfs,snapshot.after-commit",
        "btrfs,snapshot.after-tracking"
    })
    void noBlockIsWrongAndNothingIsLeftWhereverTheDaemonIsKilled(String fileSystem, String point) throws IOException {
        Path device = loop(fileSystem);
        change(device, 40);
        snapshot(device);
        for (int i = 0; i < 2; i++) {
            assertThat(daemon.stop()).isZero();
            change(device, 3);
            daemon = RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", point));
            daemon.awaitReady();
            ebsnap.attempt("snapshot", "create", device.toString());
            assertThat(daemon.awaitEnd()).as("killed at " + point).isNotZero();
            daemon = RunningDaemon.start(home);
            assertThat(ebsnap.run("snapshot", "list")).isNotBlank();
            change(device, 3);
            String next = snapshot(device);
            assertThat(restored(next)).isEqualTo(TestImage.digest(device));
            assertThat(ebsnap.detection(snapshot(device))).startsWith("exact by reflink");
            assertKept(device, 1);
        }
    }

    private Path loop(String fileSystem) throws IOException {
        Path image = disks.fileSystem(fileSystem, 400 * MIB).resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(DEVICE_BYTES);
        }
        return disks.attach(LoopOptions.of(image));
    }

    private void change(Path device, int pieces) throws IOException {
        byte[] piece = new byte[64 << 10];
        try (RandomAccessFile file = new RandomAccessFile(device.toFile(), "rw")) {
            for (int i = 0; i < pieces; i++) {
                random.nextBytes(piece);
                file.seek(random.nextLong(DEVICE_BYTES - piece.length));
                file.write(piece);
            }
            file.getFD().sync();
        }
    }

    private String snapshot(Path device) {
        return snapshotOf(device.toString());
    }

    private String snapshotOf(String volume) {
        return CommandLine.snapshotId(ebsnap.run("snapshot", "create", volume));
    }

    private String restored(String snapshot) throws IOException {
        return restored(snapshot, DEVICE_BYTES);
    }

    private String restored(String snapshot, long sizeBytes) throws IOException {
        Path target = disks.loop(sizeBytes);
        ebsnap.run("restore", snapshot, target.toString(), "--force");
        return TestImage.digest(target);
    }

    /** The copy that a snapshot was read from goes behind its completion. */
    private void assertKept(Path device, int copies) throws IOException {
        Instant deadline = InstantSource.system().instant().plus(KEPT_MAX);
        while (kept(device).size() != copies && InstantSource.system().instant().isBefore(deadline)) {
            RunningDaemon.pause();
        }
        assertThat(kept(device)).hasSize(copies);
    }

    /** What lies beside the file under a loop device. */
    private List<Path> kept(Path device) throws IOException {
        Path directory = disks.linux()
                .loopControl()
                .status(device)
                .orElseThrow()
                .backingFile()
                .resolveSibling(".ebsnap");
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}

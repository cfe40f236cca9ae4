package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.AvailabilityZone;
import io.ebsnap.api.DaemonUnreachable;
import io.ebsnap.api.GeneralRequest;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.StoreRequest;
import io.ebsnap.api.Task;
import io.ebsnap.api.TaskState;
import io.ebsnap.api.ZoneRequest;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A store in two zones on real file systems: what befalls one of them costs nothing but a repair that runs by itself. */
@RequiresLoopDevices
@Requires(command = "mkfs.ext4")
class ZonesLoopIT {

    private static final long MEBIBYTE = 1L << 20;
    private static final int CHANGED_PIECES = 60;

    /** Of a block that cannot be compressed, and more, in bytes. */
    private static final long LONGEST_RECORD = MEBIBYTE / 2 + 4096;

    @RegisterExtension
    private final ScratchDisks disks = new ScratchDisks();

    private final Map<String, String> contents = new LinkedHashMap<>();
    private DaemonHome home;
    private RunningDaemon daemon;
    private CommandLine ebsnap;
    private Path mount;
    private Path second;
    private TestImage image;

    @BeforeEach
    void twoZones() throws IOException {
        Path folder = disks.directory();
        mount = disks.fileSystem("ext4", 192 * MEBIBYTE);
        second = mount.resolve("ebsnap");
        home = DaemonHome.in(folder);
        daemon = RunningDaemon.start(home);
        ebsnap = new CommandLine(home);
        image = new TestImage(folder.resolve("source.img"), 32 * MEBIBYTE, new Random(7));
        take();
        assertThat(ebsnap.run("zone", "add", "b", "--store", second.toString())).contains("b");
        await("b", AvailabilityZone.AVAILABLE);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    @Test
    void zonesDeletedUnderLoadAreBackWithoutACommandAndNothingIsLost() throws IOException {
        for (Path lost : List.of(second, home.data().resolve("store"))) {
            image.change(CHANGED_PIECES);
            String content = image.digest();
            String running = new Jobs(daemon).begin(image.file()).snapshotId();
            remove(lost);
            completed(running, content);
            take();
            await("a", AvailabilityZone.AVAILABLE);
            await("b", AvailabilityZone.AVAILABLE);
        }
        remove(home.data().resolve("store"));
        take();
        daemon.kill();
        daemon = RunningDaemon.start(home);
        await("a", AvailabilityZone.AVAILABLE);
        requireNothingLost();
    }

    @Test
    void aZoneThatTakesNoWritesOrIsFullIsLeftOutAndCatchesUp() throws IOException {
        String device = Commands.attempt("findmnt", "-no", "SOURCE", mount.toString())
                .output()
                .strip();
        Commands.Result frozen = ebsnap.attempt("snapshot", "create", device, "--consistency", "frozen");
        assertThat(frozen.status()).as(frozen.output()).isNotZero();
        assertThat(frozen.output()).contains(second.toString());

        Commands.run("mount", "-o", "remount,ro", mount.toString());
        take();
        assertThat(zone("b").state()).isEqualTo("unavailable");
        assertThat(ebsnap.run("status")).contains("zone b is unavailable");
        Commands.run("mount", "-o", "remount,rw", mount.toString());
        await("b", AvailabilityZone.AVAILABLE);

        Path filler = mount.resolve("filler");
        fillUp(filler);
        take();
        assertThat(zone("b").state()).isIn("unavailable", "syncing");
        Files.delete(filler);
        await("b", AvailabilityZone.AVAILABLE);
        requireNothingLost();
    }

    @Test
    void whatDecaysInOneZoneIsReadFromTheOtherAndHealed() throws IOException {
        for (Path pack : packs(home.data().resolve("store"))) {
            flip(pack, Files.size(pack) / 2);
        }
        take();
        restoreAll();
        awaitHealed();
        for (Path pack : packs(second)) {
            flip(pack, Files.size(pack) / 3);
        }
        Task repaired = new Jobs(daemon).run(new StoreRequest.VerifyStore(null, true));
        assertThat(repaired.state()).as(repaired.toString()).isEqualTo(TaskState.COMPLETED);
        assertThat(Objects.requireNonNull(repaired.result()).damageFound()).isFalse();
        requireNothingLost();

        assertThat(ebsnap.run("zone", "drain", "a")).contains("draining");
        await("a", "drained");
        ebsnap.run("zone", "remove", "a");
        assertThat(ebsnap.attempt("zone", "remove", "b").status()).isEqualTo(4);
        assertThat(daemon.stop()).isZero();
        remove(home.data().resolve("store"));
        daemon = RunningDaemon.start(home);
        restoreAll();
    }

    /** Each copy is the only one in which some block is good, and the daemon dies just before and just after it replaces one. */
    @Test
    void copiesThatMendEachOtherLoseNothingWhenTheDaemonDies() throws IOException {
        Path first = home.data().resolve("store");
        assertThat(daemon.stop()).isZero();
        List<Path> large = packs(first).stream()
                .filter(pack -> pack.toFile().length() > 2 * LONGEST_RECORD)
                .toList();
        assertThat(large).isNotEmpty();
        for (Path pack : large) {
            flip(pack, Files.size(pack) / 4);
            flip(second.resolve(first.relativize(pack)), Files.size(pack) / 4 * 3);
        }
        for (String point : List.of("zone.before-replace", "zone.after-replace")) {
            daemon = RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", point));
            repairUntilDeath();
        }
        daemon = RunningDaemon.start(home);
        Task repaired = new Jobs(daemon).run(new StoreRequest.VerifyStore(null, true));
        assertThat(repaired.state()).as(repaired.toString()).isEqualTo(TaskState.COMPLETED);
        requireNothingLost();
    }

    /** It may die at its start already: what differs is compared then. */
    private void repairUntilDeath() {
        try {
            while (daemon.isAlive()) {
                if (daemon.answers()) {
                    Task repaired = new Jobs(daemon).run(new StoreRequest.VerifyStore(null, true));
                    throw new AssertionError("the daemon never replaced a copy: " + repaired);
                }
                RunningDaemon.pause();
            }
        } catch (DaemonUnreachable died) {
            // That is what it is there for.
        }
        assertThat(daemon.awaitEnd()).isNotZero();
    }

    private void take() {
        image.change(CHANGED_PIECES);
        String content = image.digest();
        completed(new Jobs(daemon).begin(image.file()).snapshotId(), content);
    }

    private void completed(String snapshot, String content) {
        Snapshot settled = new Jobs(daemon).settled(snapshot);
        assertThat(settled.state()).as(settled + "\n" + daemon.log()).isEqualTo("completed");
        contents.put(snapshot, content);
    }

    private void requireNothingLost() throws IOException {
        Task verified = new Jobs(daemon).verifyStore();
        assertThat(verified.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(Objects.requireNonNull(verified.result()).findings()).isEmpty();
        assertThat(daemon.call(new GeneralRequest.GetStatus()).warnings()).noneMatch(text -> text.contains("zone"));
        assertThat(names(second)).isEqualTo(names(home.data().resolve("store")));
        restoreAll();
    }

    private void restoreAll() throws IOException {
        Path target = disks.directory().resolve("restored.img");
        for (Map.Entry<String, String> each : contents.entrySet()) {
            Task restored = new Jobs(daemon).restore(each.getKey(), target, false);
            assertThat(restored.state()).as(restored.toString()).isEqualTo(TaskState.COMPLETED);
            assertThat(TestImage.digest(target)).isEqualTo(each.getValue());
        }
    }

    private AvailabilityZone zone(String name) {
        return daemon.call(new ZoneRequest.DescribeAvailabilityZones()).availabilityZones().stream()
                .filter(zone -> zone.zoneName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void await(String name, String state) {
        while (!zone(name).state().equals(state)) {
            assertThat(daemon.isAlive()).as(daemon.log()).isTrue();
            RunningDaemon.pause();
        }
    }

    /** Beside a daemon that writes there, a removal may have to be tried again. */
    private static void remove(Path directory) {
        while (Commands.attempt("rm", "-rf", directory.toString()).status() != 0) {
            RunningDaemon.pause();
        }
    }

    private static List<Path> packs(Path replica) throws IOException {
        try (Stream<Path> files = Files.walk(replica.resolve("packs"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static List<String> names(Path replica) throws IOException {
        try (Stream<Path> files = Files.walk(replica)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> replica.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /** It is done behind the reads: a pack that decays in both zones before that can be lost. */
    private void awaitHealed() throws IOException {
        Path first = home.data().resolve("store");
        for (Path pack : packs(first)) {
            while (Files.mismatch(pack, second.resolve(first.relativize(pack))) >= 0) {
                assertThat(daemon.isAlive()).as(daemon.log()).isTrue();
                RunningDaemon.pause();
            }
        }
    }

    private static void flip(Path file, long offset) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(offset);
            int value = access.read();
            access.seek(offset);
            access.write(value ^ 0x10);
        }
    }

    /** Takes the last byte that the file system gives to anybody. */
    private static void fillUp(Path filler) throws IOException {
        byte[] piece = new byte[4096];
        try (RandomAccessFile file = new RandomAccessFile(filler.toFile(), "rw")) {
            while (true) {
                file.write(piece);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }
}

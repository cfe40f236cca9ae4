package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresLoopDevices
class FrozenInstantsLoopIT {

    private static final long MIB = 1 << 20;
    private static final int ATTEMPTS_MAX = 600;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private final Machine machine = new Machine(disks);
    private Path loop = Path.of("/dev/null");
    private Path point = Path.of("/");

    @BeforeEach
    void mountAFileSystem() throws IOException {
        loop = disks.loop(64 * MIB);
        disks.format("ext4", loop);
        point = disks.mount(loop);
        disks.afterwards(() -> disks.linux().fileSystemFreeze().thaw(point));
        Files.writeString(point.resolve("file"), "before");
    }

    private boolean frozen() throws IOException {
        try {
            disks.linux().fileSystemFreeze().freeze(point);
            disks.linux().fileSystemFreeze().thaw(point);
            return false;
        } catch (LinuxException busy) {
            assertThat(busy.errno()).isEqualTo(Errno.EBUSY);
            return true;
        }
    }

    private void awaitThawed() throws Exception {
        for (int attempt = 0; frozen(); attempt++) {
            assertThat(attempt).as("attempts").isLessThan(ATTEMPTS_MAX);
            Thread.sleep(50);
        }
    }

    @Test
    void aMountedDeviceIsFrozenWhileItIsReadAndThawedWhenAllIsRead() throws IOException {
        try (PointInTime instant = machine.chooser().take(Machine.order(loop))) {
            assertThat(instant.method()).isEqualTo(ConsistencyMethod.FROZEN);
            assertThat(frozen()).isTrue();
            Path copy = disks.image(64 * MIB);
            Files.write(copy, SparseContent.read(instant.source(), 0, (int) (64 * MIB)));
            Commands.run("e2fsck", "-fn", copy.toString());
            assertThat(Commands.run("debugfs", "-R", "cat /file", copy.toString()))
                    .endsWith("before");
            instant.confirm();
            assertThat(frozen()).isFalse();
            assertThatThrownBy(() -> SparseContent.read(instant.source(), 0, 4096))
                    .isInstanceOf(Failure.Unavailable.class);
        }
        assertThat(machine.state()).isEmptyDirectory();
    }

    @Test
    void itIsThawedWhenItIsGivenUp() throws IOException {
        machine.chooser().take(Machine.order(loop)).close();
        assertThat(frozen()).isFalse();
        assertThat(machine.state()).isEmptyDirectory();
        Files.writeString(point.resolve("file"), "after");
    }

    @Test
    void itIsThawedAtTheLimitAndWhatWasReadIsNoInstant() throws Exception {
        try (PointInTime instant =
                machine.chooser(Duration.ofSeconds(1), List.of()).take(Machine.order(loop))) {
            SparseContent.read(instant.source(), 0, 4096);
            awaitThawed();
            assertThatThrownBy(instant::confirm)
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("was thawed before all of it was read (the limit is 1 s)");
        }
        assertThat(machine.state()).isEmptyDirectory();
    }

    @Test
    void somebodyElsesThawingIsFoundOut() throws IOException {
        try (PointInTime instant = machine.chooser().take(Machine.order(loop))) {
            Commands.run("fsfreeze", "-u", point.toString());
            assertThatThrownBy(instant::confirm).isInstanceOf(Failure.Unavailable.class);
        }
    }

    @Test
    void somebodyElsesFreezingIsRefusedAndLeftAlone() throws IOException {
        disks.linux().fileSystemFreeze().freeze(point);
        assertThatThrownBy(() -> machine.chooser().take(Machine.order(loop)))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("frozen: cannot freeze " + point);
        assertThat(frozen()).isTrue();
        assertThat(machine.state()).isEmptyDirectory();
    }

    private static ProcessHandle guardian() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("ebsnap-guardian"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSignalsThatEndAServiceDoNotEndItsGuardian() throws IOException {
        try (PointInTime instant = machine.chooser().take(Machine.order(loop))) {
            for (String signal : List.of("TERM", "INT", "HUP", "QUIT")) {
                Commands.run("kill", "-" + signal, Long.toString(guardian().pid()));
            }
            SparseContent.read(instant.source(), 0, 4096);
            assertThat(frozen()).isTrue();
            instant.confirm();
        }
    }

    @Test
    @Requires(command = {"addpart", "delpart"})
    void aDiskIsFrozenThroughTheFileSystemOfItsPartition() throws IOException {
        Path disk = disks.loop(64 * MIB);
        // Told to the kernel directly, which may know no partition tables.
        Commands.run("addpart", disk.toString(), "1", "2048", Long.toString(63 * MIB / 512));
        disks.afterwards(() -> Commands.run("delpart", disk.toString(), "1"));
        Path partition = Path.of(disk + "p1");
        disks.format("ext4", partition);
        Path mounted = disks.mount(partition);
        disks.afterwards(() -> disks.linux().fileSystemFreeze().thaw(mounted));
        assertThatThrownBy(() -> machine.chooser().take(Machine.order(disk, ConsistencyMethod.UNUSED)))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("it is mounted at " + mounted);
        try (PointInTime instant = machine.chooser().take(Machine.order(disk))) {
            assertThat(instant.method()).isEqualTo(ConsistencyMethod.FROZEN);
            assertThatThrownBy(() -> disks.linux().fileSystemFreeze().freeze(mounted))
                    .hasMessageContaining("EBUSY");
            instant.confirm();
        }
        DeviceFacts ofDisk = machine.devices().inspect(disk.toString());
        assertThat(machine.devices().inspect(partition.toString()).sizeBytes()).isEqualTo(63 * MIB);
        assertThat(ofDisk.sizeBytes()).isEqualTo(64 * MIB);
    }

    @Test
    void aGuardianThatIsKilledLeavesTheThawingToTheDaemon() throws Exception {
        try (PointInTime instant = machine.chooser().take(Machine.order(loop))) {
            ProcessHandle guardian = guardian();
            guardian.destroyForcibly();
            guardian.onExit().get();
            assertThat(frozen()).isTrue();
            instant.confirm();
        }
        assertThat(frozen()).isFalse();
        assertThat(machine.state()).isEmptyDirectory();
    }

    @Test
    void theDeathOfTheDaemonThaws() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FreezingProcess.class.getName(),
                        loop.toString(),
                        machine.state().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(child.inputReader().readLine()).isEqualTo("frozen");
            assertThat(frozen()).isTrue();
        } finally {
            child.destroyForcibly().waitFor();
        }
        awaitThawed();
        machine.chooser().recover(Set.of());
        assertThat(machine.state()).isEmptyDirectory();
    }

    @Test
    void whatAFormerRunHasLeftFrozenIsThawedAtTheNextStart() throws IOException {
        new InstantJournal(machine.state(), disks.linux().durability()).write(Machine.SNAPSHOT, "frozen", point);
        disks.linux().fileSystemFreeze().freeze(point);
        machine.chooser().recover(Set.of(Machine.SNAPSHOT));
        assertThat(frozen()).isFalse();
        assertThat(machine.state()).isEmptyDirectory();
    }

    @Test
    void aFileSystemThatTheDaemonWritesToIsNeverFrozen() throws IOException {
        Path data = Files.createDirectory(point.resolve("data"));
        assertThatThrownBy(() ->
                        machine.chooser(Duration.ofMinutes(1), List.of(data)).take(Machine.order(loop)))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("frozen: the file system at " + point + " holds " + data);
        assertThat(frozen()).isFalse();
    }

    @Test
    void aFileSystemUnderTheOneThatTheDaemonWritesToIsNeverFrozen() throws IOException {
        Path inner = point.resolve("inner");
        Commands.run("truncate", "-s", "32M", inner.toString());
        disks.format("ext4", inner);
        Path data = disks.mount(disks.attach(LoopOptions.of(inner)));
        assertThatThrownBy(() -> machine.chooser(Duration.ofMinutes(1), List.of(data))
                        .take(Machine.order(loop, ConsistencyMethod.FROZEN)))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("frozen: the file system at " + point + " holds " + data);
    }

    @Test
    void aWriterThatFreezingDoesNotStopIsNamed() throws IOException {
        Process writer = TargetsLoopIT.holdOpenForWriting(loop);
        disks.afterwards(writer::destroyForcibly);
        assertThatThrownBy(() -> machine.chooser().take(Machine.order(loop)))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("frozen: freezing does not stop everybody: process " + writer.pid());
    }

    @Test
    void theImageUnderAMountedLoopDeviceIsFrozenThroughIt() throws IOException {
        Path image = disks.linux().loopControl().status(loop).orElseThrow().backingFile();
        try (PointInTime instant = machine.chooser().take(Machine.order(image))) {
            assertThat(instant.method()).isEqualTo(ConsistencyMethod.FROZEN);
            assertThat(frozen()).isTrue();
            instant.confirm();
        }
    }
}

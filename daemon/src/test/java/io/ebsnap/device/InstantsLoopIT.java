package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Devices and images that nobody writes to, and the choice between the methods. */
@RequiresLoopDevices
class InstantsLoopIT {

    private static final long MIB = 1 << 20;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private final Machine machine = new Machine(disks);

    @Test
    void anUnusedDeviceIsHeldForExclusiveUseAndLetGoOf() throws IOException {
        Path loop = disks.loop(16 * MIB);
        disks.format("ext4", loop);
        try (PointInTime instant = machine.chooser().take(Machine.order(loop))) {
            assertThat(instant.method()).isEqualTo(ConsistencyMethod.UNUSED);
            assertThat(instant.artifact()).isEmpty();
            Path point = Files.createDirectory(disks.directory().resolve("point"));
            assertThat(Commands.succeeds("mount", loop.toString(), point.toString()))
                    .isFalse();
            instant.confirm();
        }
        disks.mount(loop);
    }

    @Test
    void aReadOnlyDeviceIsTakenAsSuchThoughItIsMounted() throws IOException {
        Path image = disks.image(16 * MIB);
        disks.format("ext4", image);
        Path loop = disks.attach(LoopOptions.of(image).withReadOnly());
        disks.mount(loop, "-o", "ro");
        try (PointInTime instant = machine.chooser().take(Machine.order(loop))) {
            assertThat(instant.method()).isEqualTo(ConsistencyMethod.READ_ONLY);
            assertThat(instant.source().knownZeros(15 * MIB, 512 * 1024)).isTrue();
            instant.confirm();
        }
    }

    @Test
    void aReadOnlyDeviceWhoseFileIsWrittenToMeanwhileIsNoInstant() throws IOException {
        Path image = disks.image(16 * MIB);
        Path loop = disks.attach(LoopOptions.of(image).withReadOnly());
        try (PointInTime instant = machine.chooser().take(Machine.order(loop))) {
            assertThat(instant.method()).isEqualTo(ConsistencyMethod.READ_ONLY);
            Commands.run("dd", "if=/dev/urandom", "of=" + image, "bs=512", "count=1", "conv=notrunc", "status=none");
            assertThatThrownBy(instant::confirm)
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("was changed while it was read");
        }
    }

    @Test
    void anImageThatChangesWhileItIsReadIsNoInstant() throws IOException {
        Path image = disks.image(16 * MIB);
        try (PointInTime instant = machine.chooser().take(Machine.order(image))) {
            assertThat(instant.method()).isEqualTo(ConsistencyMethod.UNUSED);
            Commands.run("dd", "if=/dev/urandom", "of=" + image, "bs=512", "count=1", "conv=notrunc", "status=none");
            assertThatThrownBy(instant::confirm).isInstanceOf(Failure.Unavailable.class);
        }
    }

    @Test
    void aDeviceThatAProcessWritesToIsRefusedAndTheProcessIsNamed() throws IOException {
        Path loop = disks.loop(16 * MIB);
        Process writer = TargetsLoopIT.holdOpenForWriting(loop);
        disks.afterwards(writer::destroyForcibly);
        assertThatThrownBy(() -> machine.chooser().take(Machine.order(loop)))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("unused: process " + writer.pid() + " (sh) has it open for writing")
                .hasMessageContaining("frozen: no file system on it is mounted")
                .hasMessageContaining("lvm-snapshot: it is not a logical volume")
                .matches(failed -> ((Failure) failed).hint().orElseThrow().contains("--consistency fuzzy"));
    }

    @Test
    void anImageThatAProcessWritesToIsRefusedUnlessTheUserInsists() throws IOException {
        Path image = disks.image(16 * MIB);
        Process writer = TargetsLoopIT.holdOpenForWriting(image);
        disks.afterwards(writer::destroyForcibly);
        assertThatThrownBy(() -> machine.chooser().take(Machine.order(image, ConsistencyMethod.UNUSED)))
                .isInstanceOf(Failure.Conflict.class);
        try (PointInTime instant = machine.chooser().take(Machine.order(image, ConsistencyMethod.FUZZY))) {
            assertThat(instant.method()).isEqualTo(ConsistencyMethod.FUZZY);
            instant.confirm();
        }
    }

    @Test
    void aDemandedMethodIsTheOnlyOneThatIsTried() throws IOException {
        Path loop = disks.loop(16 * MIB);
        assertThatThrownBy(() -> machine.chooser().take(Machine.order(loop, ConsistencyMethod.FROZEN)))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessage("no instant of " + loop + " can be had. frozen: no file system on it is mounted");
        assertThatThrownBy(() -> machine.chooser().take(Machine.order(loop, ConsistencyMethod.EXPORT)))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void nothingIsLeftForALaterRunToUndo() throws IOException {
        Path loop = disks.loop(16 * MIB);
        machine.chooser().take(Machine.order(loop)).close();
        machine.chooser().recover(Set.of());
        assertThat(machine.state()).isEmptyDirectory();
    }
}

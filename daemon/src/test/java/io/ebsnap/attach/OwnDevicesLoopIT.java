package io.ebsnap.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.device.Devices;
import io.ebsnap.device.LinuxDevices;
import io.ebsnap.device.TargetOrder;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import io.ebsnap.volume.MemoryDataPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Devices that this process serves itself are refused, by whatever name they are called, before anybody asks them anything. */
@RequiresLoopDevices
@Requires(
        root = true,
        file = "/dev/fuse",
        command = {"losetup", "mkfs.ext4"})
final class OwnDevicesLoopIT {

    private static final int MIB = 1 << 20;
    private static final VolumeId VOLUME = new VolumeId("vol-0123456789abcdef0");

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private Devices devices;
    private ScratchAttachments scratch;
    private Path device;

    @BeforeEach
    void attach() throws IOException {
        devices = new LinuxDevices(
                disks.linux(),
                uri -> {
                    throw new IllegalStateException("no export is meant");
                },
                Path.of("/proc"));
        scratch = new ScratchAttachments(disks);
        Attachments attachments = scratch.open();
        disks.afterwards(attachments::close);
        device = attachments
                .attach(VOLUME, new MemoryDataPlane("vol", 48 * MIB), Via.FUSE, Optional.empty())
                .device();
    }

    private void assertRefused(Path path) {
        assertThatThrownBy(() -> devices.inspect(path.toString()))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(path + " is made of " + VOLUME);
        assertThatThrownBy(() -> devices.openTarget(new TargetOrder(path.toString(), MIB, true)))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(VOLUME.value());
    }

    @Test
    void theDeviceItsFileAndLinksToItAreRefused() throws IOException {
        assertRefused(device);
        assertRefused(Files.createSymbolicLink(disks.directory().resolve("link"), device));
        Path file = Path.of(
                Commands.run("losetup", "-nO", "BACK-FILE", device.toString()).strip());
        assertThat(file).startsWith(scratch.mounts());
        assertRefused(file);
        Path relative = disks.directory().toRealPath().relativize(file);
        assertRefused(Files.createSymbolicLink(disks.directory().resolve("relative"), relative));
    }

    @Test
    void whatLiesOnItsFileSystemIsRefusedAlsoWhatIsNotThereYet() throws IOException {
        disks.format("ext4", device);
        Path point = disks.mount(device);
        Path image = point.resolve("image");
        Commands.run("truncate", "-s", "1M", image.toString());
        assertRefused(image);
        assertRefused(point.resolve("new"));
        String loop = Commands.run("losetup", "--find", "--show", image.toString());
        disks.afterwards(() -> Commands.run("losetup", "-d", loop));
        assertRefused(Path.of(loop));
    }

    @Test
    void itsPartitionsAreRefused() throws IOException {
        Path script = Files.writeString(disks.directory().resolve("script"), "label: dos\nstart=2048, size=8192\n");
        Commands.run("sh", "-c", "sfdisk -q " + device + " < " + script);
        Path partition = Path.of(device + "p1");
        if (Files.exists(partition)) {
            assertRefused(partition);
        }
    }

    @Test
    void devicesOfOthersAreNot() throws IOException {
        Path other = disks.loop(4 * MIB);
        assertThat(devices.inspect(other.toString()).sizeBytes()).isEqualTo(4 * MIB);
        devices.requireOthers(disks.directory().resolve("new").toString());
    }
}

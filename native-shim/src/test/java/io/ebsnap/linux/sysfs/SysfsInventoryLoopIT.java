package io.ebsnap.linux.sysfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.DeviceInventory;
import io.ebsnap.linux.DeviceUse;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresLoopDevices
class SysfsInventoryLoopIT {

    private static final int MIB = 1 << 20;
    private static final int SECTOR = 512;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private final DeviceInventory inventory = SysfsInventory.ofThisMachine();

    private List<DeviceUse> uses(Path device) throws IOException {
        return inventory.uses(inventory.describe(device).number());
    }

    @Test
    void aLoopDeviceIsWhatItWasAttachedAs() throws IOException {
        Path image = disks.image(8 * MIB);
        Path loop =
                disks.attach(LoopOptions.of(image).withLogicalSectorBytes(4096).withReadOnly());
        Path link = Files.createSymbolicLink(disks.directory().resolve("link"), loop);
        DeviceDescription found = inventory.describe(link);
        assertThat(found.node()).isEqualTo(loop);
        assertThat(found.sizeBytes()).isEqualTo(8 * MIB);
        assertThat(found.logicalSectorBytes()).isEqualTo(4096);
        assertThat(found.readOnly()).isTrue();
        assertThat(found.loopBackingFile()).hasValue(image);
        assertThat(found.identity().diskSequence()).isPresent();
        assertThat(inventory.describe(found.number())).hasValue(found);
        assertThat(uses(loop)).isEmpty();
    }

    @Test
    void anAttachingGivesANewDiskSequence() throws IOException {
        Path first = disks.loop(MIB);
        Path second = disks.loop(MIB);
        assertThat(inventory.describe(first).identity().diskSequence())
                .isNotEqualTo(inventory.describe(second).identity().diskSequence());
    }

    @Test
    void aMountedDeviceIsInUseAndItsFilesLieInIt() throws IOException {
        Path loop = disks.loop(16 * MIB);
        disks.format("ext4", loop);
        Path mount = disks.mount(loop, "-o", "ro");
        assertThat(uses(loop)).singleElement().isInstanceOfSatisfying(DeviceUse.MountedAt.class, use -> {
            assertThat(use.mount().mountPoint()).isEqualTo(mount);
            assertThat(use.mount().readOnly()).isTrue();
        });
        assertThat(inventory.mountOf(mount.resolve("lost+found")).mountPoint()).isEqualTo(mount);
        assertThat(inventory.mountOf(disks.directory()).mountPoint()).isNotEqualTo(mount);
    }

    @Test
    @Requires(command = "mkfs.btrfs", fileSystem = "btrfs")
    void bothDevicesOfABtrfsAreInUse() throws IOException {
        Path first = disks.loop(300L * MIB);
        Path second = disks.loop(300L * MIB);
        disks.format("btrfs", first, second.toString());
        Path mount = disks.mount(first);
        String text = " is mounted at " + mount;
        assertThat(uses(first)).extracting(DeviceUse::text).containsExactly(first.getFileName() + text);
        assertThat(uses(second)).extracting(DeviceUse::text).containsExactly(second.getFileName() + text);
    }

    @Test
    void aLoopDeviceUnderALoopDeviceIsInUse() throws IOException {
        Path lower = disks.loop(8 * MIB);
        Path upper = disks.attach(LoopOptions.of(lower));
        assertThat(uses(lower))
                .extracting(DeviceUse::text)
                .containsExactly(lower.getFileName() + " is under " + upper.getFileName());
    }

    @Test
    @Requires(command = "addpart")
    void aMountedPartitionKeepsItsDiskInUse() throws IOException {
        Path disk = disks.attach(LoopOptions.of(disks.image(32 * MIB)).withPartitionScan());
        Commands.run("addpart", disk.toString(), "1", "2048", Integer.toString(16 * MIB / SECTOR));
        Path partition = Path.of(disk + "p1");
        DeviceDescription found = inventory.describe(partition);
        assertThat(found.disk()).hasValue(disk.getFileName().toString());
        assertThat(found.sizeBytes()).isEqualTo(16 * MIB);
        assertThat(inventory.describe(disk).partitions()).containsExactly(found.kernelName());

        disks.format("ext4", partition);
        Path mount = disks.mount(partition);
        assertThat(uses(disk))
                .extracting(DeviceUse::text)
                .containsExactly(found.kernelName() + " is mounted at " + mount);
    }
}

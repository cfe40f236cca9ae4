package io.ebsnap.linux.sysfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.DeviceIdentity;
import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.DeviceUse;
import io.ebsnap.linux.MappedName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SysfsInventoryTest {

    private FakeMachine machine;
    private SysfsInventory inventory;

    @BeforeEach
    void machine(@TempDir Path root) throws IOException {
        machine = new FakeMachine(root);
        inventory = machine.inventory();
    }

    private DeviceDescription describe(String number) throws IOException {
        return inventory.describe(DeviceNumber.parse(number)).orElseThrow();
    }

    private List<String> uses(String number) throws IOException {
        return inventory.uses(DeviceNumber.parse(number)).stream()
                .map(DeviceUse::text)
                .toList();
    }

    @Test
    void nameThatAnNbdDeviceWasConnectedUnderIsKnown() throws IOException {
        machine.attribute(machine.disk("nbd0", "43:0", 2048), "backend", "vol-0123456789abcdef0");
        machine.disk("nbd1", "43:32", 2048);
        assertThat(inventory.nbdBackend(describe("43:0"))).contains("vol-0123456789abcdef0");
        assertThat(inventory.nbdBackend(describe("43:32"))).isEmpty();
    }

    @Test
    void devicesAreDescribedByTheirKernelsName() throws IOException {
        machine.partition(machine.disk("cciss!c0d0", "104:0", 2048), "cciss!c0d0p1", "104:1", 1024);
        assertThat(inventory.describeNamed("cciss!c0d0p1")).contains(describe("104:1"));
        assertThat(inventory.describeNamed("sdz")).isEmpty();
    }

    @Test
    void aDiskHasItsSizesPartitionsAndNames() throws IOException {
        Path disk = machine.disk("sda", "8:0", 2048);
        machine.attribute(disk, "queue/logical_block_size", "4096");
        machine.attribute(disk, "queue/physical_block_size", "8192");
        machine.attribute(disk, "device/model", "SUPERDISK        ");
        machine.attribute(disk, "device/wwid", "naa.5000c500a1b2c3d4");
        machine.attribute(disk, "diskseq", "17");
        Files.write(disk.resolve("device/vpd_pg80"), "\0\u0080\0\u0008SERIAL42".getBytes(StandardCharsets.ISO_8859_1));
        machine.partition(disk, "sda1", "8:1", 1024);

        DeviceDescription found = inventory.describe(Path.of("/dev/sda"));
        assertThat(found.number()).isEqualTo(new DeviceNumber(8, 0));
        assertThat(found.kernelName()).isEqualTo("sda");
        assertThat(found.node()).isEqualTo(Path.of("/dev/sda"));
        assertThat(found.sizeBytes()).isEqualTo(1 << 20);
        assertThat(found.logicalSectorBytes()).isEqualTo(4096);
        assertThat(found.physicalSectorBytes()).isEqualTo(8192);
        assertThat(found.readOnly()).isFalse();
        assertThat(found.disk()).isEmpty();
        assertThat(found.partitions()).containsExactly("sda1");
        assertThat(found.identity())
                .isEqualTo(new DeviceIdentity(
                        Optional.of("SUPERDISK"),
                        Optional.of("SERIAL42"),
                        Optional.of("naa.5000c500a1b2c3d4"),
                        Optional.of(17L)));
    }

    @Test
    void aPartitionHasItsDisksSectorsAndIdentity() throws IOException {
        Path disk = machine.disk("vda", "254:0", 4096);
        machine.attribute(disk, "queue/logical_block_size", "4096");
        machine.attribute(disk, "serial", "virtual-1");
        machine.attribute(machine.partition(disk, "vda2", "254:2", 2048), "ro", "1");
        DeviceDescription found = describe("254:2");
        assertThat(found.disk()).hasValue("vda");
        assertThat(found.sizeBytes()).isEqualTo(1 << 20);
        assertThat(found.logicalSectorBytes()).isEqualTo(4096);
        assertThat(found.readOnly()).isTrue();
        assertThat(found.identity().serial()).hasValue("virtual-1");
    }

    @Test
    void aLogicalVolumeIsFoundByItsMapperName() throws IOException {
        Path mapped = machine.disk("dm-3", "253:3", 2048);
        machine.attribute(mapped, "dm/name", "vg0-data--one");
        machine.attribute(mapped, "dm/uuid", "LVM-abcdef");
        Files.createDirectories(mapped.resolve("slaves/sda1"));
        DeviceDescription found = inventory.describeMapped("vg0-data--one").orElseThrow();
        assertThat(found.kernelName()).isEqualTo("dm-3");
        assertThat(found.mapped()).hasValue(new MappedName("vg0-data--one", "LVM-abcdef"));
        assertThat(found.mapped().orElseThrow().logicalVolume()).isTrue();
        assertThat(found.parts()).containsExactly("sda1");
        assertThat(inventory.describeMapped("vg0-other")).isEmpty();
    }

    @Test
    void aSlashInADeviceNameIsAnExclamationMarkInSysfs() throws IOException {
        machine.disk("cciss!c0d0", "104:0", 8);
        assertThat(describe("104:0").node()).isEqualTo(Path.of("/dev/cciss/c0d0"));
    }

    @Test
    void anAttachedLoopDeviceNamesItsFileEvenIfDeleted() throws IOException {
        machine.attribute(machine.disk("loop7", "7:7", 8), "loop/backing_file", "/srv/disk image.img (deleted)");
        assertThat(describe("7:7").loopBackingFile()).hasValue(Path.of("/srv/disk image.img"));
    }

    @Test
    void whatIsNoBlockDeviceIsAnErrorAndAnUnknownNumberIsEmpty() throws IOException {
        assertThatThrownBy(() -> inventory.describe(Path.of("/dev/null")))
                .hasMessage("describe /dev/null: ENOTBLK (Block device required)");
        assertThat(inventory.describe(new DeviceNumber(9, 9))).isEmpty();
        assertThat(inventory.uses(new DeviceNumber(9, 9))).isEmpty();
    }

    @Test
    void usesOfADiskAreAlsoThoseOfItsPartitions() throws IOException {
        Path disk = machine.disk("sda", "8:0", 4096);
        Files.createDirectories(machine.partition(disk, "sda1", "8:1", 8).resolve("holders/dm-0"));
        machine.partition(disk, "sda2", "8:2", 8);
        machine.partition(disk, "sda3", "8:3", 8);
        machine.mounts("30 1 8:2 / /home rw - ext4 /dev/sda2 rw\n31 1 8:2 /x /srv rw - ext4 /dev/sda2 rw\n");
        machine.swaps("Filename\tType\tSize\tUsed\tPriority\n/dev/sda3   partition\t1024\t0\t-2\n");
        assertThat(uses("8:0"))
                .containsExactly(
                        "sda1 is held by dm-0",
                        "sda2 is mounted at /home",
                        "sda2 is mounted at /srv",
                        "sda3 is a swap area");
        assertThat(uses("8:3")).containsExactly("sda3 is a swap area");
    }

    @Test
    void aDeviceUnderALoopDeviceIsInUse() throws IOException {
        machine.disk("sdb", "8:16", 8);
        machine.attribute(machine.disk("loop0", "7:0", 8), "loop/backing_file", "/dev/sdb");
        assertThat(uses("8:16")).containsExactly("sdb is under loop0");
        assertThat(uses("7:0")).isEmpty();
    }

    @Test
    void everyMemberOfAMountedBtrfsIsInUse() throws IOException {
        machine.disk("sdb", "8:16", 8);
        machine.disk("sdc", "8:32", 8);
        machine.disk("sdd", "8:48", 8);
        machine.btrfs("1234", "sdb", "sdc");
        machine.mounts("40 1 0:44 / /data rw - btrfs /dev/sdb rw\n");
        assertThat(uses("8:16")).containsExactly("sdb is mounted at /data");
        assertThat(uses("8:32")).containsExactly("sdc is mounted at /data");
        assertThat(uses("8:48")).isEmpty();
    }

    @Test
    void aFileSystemThatNamesItsDevicesUsesEachOfThem() throws IOException {
        machine.disk("sdb", "8:16", 8);
        machine.disk("sdc", "8:32", 8);
        machine.mounts("40 1 0:44 / /data rw - bcachefs /dev/sdb:/dev/sdc rw\n41 1 0:45 / /run rw - tmpfs tmpfs rw\n");
        assertThat(uses("8:16")).containsExactly("sdb is mounted at /data");
        assertThat(uses("8:32")).containsExactly("sdc is mounted at /data");
    }

    @Test
    void aDriverThatWillNotSayItsNameLeavesItOut() throws IOException {
        Path disk = machine.disk("sdb", "8:16", 8);
        Files.createDirectories(disk.resolve("device/wwid"));
        Files.createDirectories(disk.resolve("device/vpd_pg80"));
        assertThat(describe("8:16").identity())
                .isEqualTo(new DeviceIdentity(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void aBtrfsThatIsMountedElsewhereStillHoldsItsMembers() throws IOException {
        machine.disk("sdb", "8:16", 8);
        machine.btrfs("1234", "sdb");
        assertThat(uses("8:16")).containsExactly("sdb belongs to the mounted btrfs 1234");
    }

    @Test
    void aFileLiesInTheLastAndDeepestMountOfItsDevice() throws IOException {
        machine.mounts("""
                1 0 8:1 / / rw - ext4 /dev/sda1 rw
                2 1 8:2 / /srv rw - ext4 /dev/sda2 rw
                3 1 8:3 / /srv rw - xfs /dev/sda3 rw
                4 1 8:4 / /srvother rw - xfs /dev/sda4 rw
                """);
        machine.filesLieOn("8:3");
        assertThat(inventory.mountOf(Path.of("/srv/disk.img")).source()).isEqualTo("/dev/sda3");
        machine.filesLieOn("0:77");
        assertThat(inventory.mountOf(Path.of("/srv/disk.img")).source()).isEqualTo("/dev/sda3");
        assertThat(inventory.mountOf(Path.of("/etc/fstab")).source()).isEqualTo("/dev/sda1");
    }
}

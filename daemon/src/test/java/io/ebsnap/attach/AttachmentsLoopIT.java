package io.ebsnap.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.device.LinuxDevices;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.DeviceName;
import io.ebsnap.volume.MemoryDataPlane;
import io.ebsnap.volume.NamedDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The device is used by other processes only: one that waits for itself could not even be killed. */
@RequiresLoopDevices
@Requires(root = true, file = "/dev/fuse", command = "losetup")
class AttachmentsLoopIT {

    private static final int MIB = 1 << 20;
    private static final VolumeId VOLUME = new VolumeId("vol-0123456789abcdef0");

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    @SuppressWarnings("NullAway.Init") // by open(), which each test begins with
    private ScratchAttachments scratch;

    private Attachments open() throws IOException {
        scratch = new ScratchAttachments(disks);
        Attachments attachments = scratch.open();
        disks.afterwards(attachments::close);
        return attachments;
    }

    private static byte[] random(int bytes, long seed) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return content;
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(disks.directory().resolve("content"), content);
    }

    private static void run(String format, Object... arguments) {
        Commands.run("sh", "-c", String.format(Locale.ROOT, format, arguments));
    }

    @Test
    void theDeviceShowsTheVolumeAndChangesIt() throws IOException {
        byte[] content = random(8 * MIB, 1);
        MemoryDataPlane plane = new MemoryDataPlane("vol", content.clone(), false);
        Attachments attachments = open();
        Attachment attached = attachments.attach(VOLUME, plane, Via.FUSE, Optional.empty());
        assertThat(attached.via()).isEqualTo(Via.FUSE);
        assertThat(attachments.list()).containsExactly(attached);
        Path device = attached.device();
        assertThat(Commands.run("blockdev", "--getsize64", "--getss", "--getro", device.toString()))
                .isEqualTo(8 * MIB + "\n512\n0");
        assertThat(Files.readString(Path.of("/sys/block", device.getFileName().toString(), "loop/dio")))
                .isEqualTo("1\n");
        run("cmp %s %s", file(content), device);
        byte[] change = random(3 * MIB, 2);
        run("dd if=%s of=%s bs=64k seek=8 conv=notrunc,fsync 2>/dev/null", file(change), device);
        System.arraycopy(change, 0, content, 8 * 65_536, change.length);
        assertThat(plane.content()).isEqualTo(content);
        assertThat(plane.flushes()).isPositive();
        attachments.detach(VOLUME, false);
        assertThat(attachments.list()).isEmpty();
    }

    @Test
    void aNameLeadsToTheDeviceAndIsGivenOnce() throws IOException {
        Attachments attachments = open();
        DeviceName name = new DeviceName("xvdq");
        Attachment attached = attachments.attach(VOLUME, new MemoryDataPlane("vol", MIB), Via.FUSE, Optional.of(name));
        Path link = scratch.links().resolve("xvdq");
        assertThat(attachments.named(attached)).contains(new NamedDevice(name, link));
        assertThat(Files.readSymbolicLink(link)).isEqualTo(attached.device());
        assertThat(Commands.run("blockdev", "--getsize64", link.toString())).isEqualTo(Integer.toString(MIB));
        VolumeId other = new VolumeId("vol-0123456789abcdef1");
        MemoryDataPlane plane = new MemoryDataPlane("other", MIB);
        assertThatThrownBy(() -> attachments.attach(other, plane, Via.FUSE, Optional.of(new DeviceName("/dev/xvdq"))))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("/dev/xvdq is already in use");
        assertThat(attachments.list()).containsExactly(attached);
        attachments.detach(VOLUME, false);
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
        attachments.attach(other, plane, Via.FUSE, Optional.of(name));
        attachments.detach(other, true);
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void discardsAndZeroesReachTheVolume() throws IOException {
        byte[] content = random(8 * MIB, 3);
        MemoryDataPlane plane = new MemoryDataPlane("vol", content.clone(), false);
        Path device = open().attach(VOLUME, plane, Via.FUSE, Optional.empty()).device();
        run("blkdiscard -o %d -l %d %s", MIB, 2 * MIB, device);
        Arrays.fill(content, MIB, 3 * MIB, (byte) 0);
        assertThat(plane.content()).isEqualTo(content);
        assertThat(plane.extents(MIB, 2 * MIB, 4).getFirst().hole()).isTrue();
        run("blkdiscard -z -o %d -l %d %s", 4 * MIB, MIB, device);
        Arrays.fill(content, 4 * MIB, 5 * MIB, (byte) 0);
        assertThat(plane.content()).isEqualTo(content);
        assertThat(plane.extents(4 * MIB, MIB, 4).getFirst().hole()).isFalse();
    }

    @Test
    void aReadOnlyVolumeIsAReadOnlyDevice() throws IOException {
        DataPlane plane = new MemoryDataPlane("vol", random(MIB, 4), true);
        Path device = open().attach(VOLUME, plane, Via.FUSE, Optional.empty()).device();
        assertThat(Commands.run("blockdev", "--getro", device.toString())).isEqualTo("1");
        assertThat(Commands.succeeds("dd", "if=/dev/zero", "of=" + device, "bs=4096", "count=1", "conv=fsync"))
                .isFalse();
    }

    @Test
    void aDeviceFollowsItsVolumeWhenThatGrows() throws IOException {
        MemoryDataPlane plane = new MemoryDataPlane("vol", random(MIB, 5), false);
        Attachments attachments = open();
        Path device =
                attachments.attach(VOLUME, plane, Via.FUSE, Optional.empty()).device();
        plane.grow(4 * MIB);
        attachments.refreshCapacity(VOLUME);
        assertThat(Commands.run("blockdev", "--getsize64", device.toString())).isEqualTo("" + 4 * MIB);
        run("dd if=/dev/urandom of=%s bs=1M seek=3 count=1 conv=fsync 2>/dev/null", device);
        run("cmp %s %s", file(plane.content()), device);
    }

    @Test
    void detachingIsRefusedWithTheNameOfTheUserAndIsDoneByForce() throws IOException {
        MemoryDataPlane plane = new MemoryDataPlane("vol", 64 * MIB);
        Attachments attachments = open();
        Path device =
                attachments.attach(VOLUME, plane, Via.FUSE, Optional.empty()).device();
        disks.format("ext4", device);
        Path point = disks.mount(device);
        assertThatThrownBy(() -> attachments.detach(VOLUME, false))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(device.getFileName() + " is mounted at " + point);
        run("echo still there > %s/file; sync %s/file", point, point);
        attachments.detach(VOLUME, true);
        assertThat(attachments.list()).isEmpty();
        assertThat(Commands.succeeds("sh", "-c", "echo lost > " + point + "/other && sync " + point + "/other"))
                .isFalse();
        assertThat(plane.content()).isNotEqualTo(new byte[64 * MIB]);
    }

    @Test
    void detachingIsRefusedWhileAProcessHasItOpen() throws Exception {
        Attachments attachments = open();
        Path device = attachments
                .attach(VOLUME, new MemoryDataPlane("vol", MIB), Via.FUSE, Optional.of(new DeviceName("xvdq")))
                .device();
        Process holder = new ProcessBuilder("sleep", "1000")
                .redirectInput(device.toFile())
                .start();
        try {
            assertThatThrownBy(() -> attachments.detach(VOLUME, false))
                    .isInstanceOf(Failure.Conflict.class)
                    .hasMessageContaining("process " + holder.pid() + " (sleep) has it open");
            assertThat(Files.readSymbolicLink(scratch.links().resolve("xvdq"))).isEqualTo(device);
        } finally {
            holder.destroyForcibly().waitFor();
        }
        attachments.detach(VOLUME, false);
    }

    @Test
    void anAttachedVolumeIsNoDeviceToSnapshot() throws IOException {
        Path device = open().attach(VOLUME, new MemoryDataPlane("vol", MIB), Via.FUSE, Optional.empty())
                .device();
        LinuxDevices devices = new LinuxDevices(
                disks.linux(),
                uri -> {
                    throw new AssertionError(uri);
                },
                Path.of("/proc"));
        assertThatThrownBy(() -> devices.inspect(device.toString()))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(VOLUME + ", which is attached by ebsnap itself");
    }

    @Test
    void whatIsAttachedIsNotAttachedTwiceAndWhatIsNotIsNotDetached() throws IOException {
        Attachments attachments = open();
        MemoryDataPlane plane = new MemoryDataPlane("vol", MIB);
        assertThatThrownBy(() -> attachments.detach(VOLUME, false)).isInstanceOf(Failure.NotFound.class);
        attachments.attach(VOLUME, plane, Via.FUSE, Optional.empty());
        assertThatThrownBy(() -> attachments.attach(VOLUME, plane, Via.FUSE, Optional.empty()))
                .isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void theKernelsOwnDriverIsTakenFirstAndIsRefusedWithARemedyWhereItIsMissing() throws IOException {
        Attachments attachments = open();
        MemoryDataPlane plane = new MemoryDataPlane("vol", MIB);
        Via first =
                attachments.attach(VOLUME, plane, Via.AUTO, Optional.empty()).via();
        attachments.detach(VOLUME, false);
        if (Files.exists(Path.of("/sys/module/nbd"))) {
            assertThat(first).isEqualTo(Via.NBD);
        } else {
            assertThat(first).isEqualTo(Via.FUSE);
            assertThatThrownBy(() -> attachments.attach(VOLUME, plane, Via.NBD, Optional.empty()))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("the kernel has no NBD driver")
                    .hasMessageContaining("modprobe nbd");
        }
    }
}

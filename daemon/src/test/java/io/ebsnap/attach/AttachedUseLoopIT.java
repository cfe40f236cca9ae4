package io.ebsnap.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.linux.FuseDevice;
import io.ebsnap.linux.FuseMount;
import io.ebsnap.linux.Keeper;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.ForwardingDataPlane;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.MemoryDataPlane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An attached volume used as a machine uses its disks. */
@RequiresLoopDevices
@Requires(root = true, file = "/dev/fuse", command = "losetup")
class AttachedUseLoopIT {

    private static final int MIB = 1 << 20;
    private static final VolumeId VOLUME = new VolumeId("vol-0123456789abcdef0");

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private Attachments attachments(ScratchAttachments scratch) {
        Attachments attachments = scratch.open();
        disks.afterwards(attachments::close);
        return attachments;
    }

    private Path attach(DataPlane plane) throws IOException {
        return attachments(new ScratchAttachments(disks))
                .attach(VOLUME, plane, Via.AUTO, Optional.empty())
                .device();
    }

    private static String shell(String format, Object... arguments) {
        return Commands.run("sh", "-c", String.format(Locale.ROOT, format, arguments));
    }

    private static CompletableFuture<Commands.Result> inTheBackground(String... command) {
        CompletableFuture<Commands.Result> result = new CompletableFuture<>();
        Thread.ofPlatform().name("command").daemon().start(() -> result.complete(Commands.attempt(command)));
        return result;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void aFileSystemLivesOnIt(String type) throws IOException {
        int size = 320 * MIB;
        Path device = attach(new FileDataPlane(disks.linux().blockDevices(), disks.image(size), size));
        disks.format(type, device);
        Path point = disks.mount(device);
        shell("head -c 40000000 /dev/urandom > %s/a && cp %s/a %s/b && sync -f %s", point, point, point, point);
        shell("rm %s/a && fstrim %s", point, point);
        String sum = shell("sha256sum < %s/b", point);
        shell("umount %s", point);
        shell(type.equals("ext4") ? "fsck.ext4 -fn %s" : "xfs_repair -n %s", device);
        shell("mount %s %s", device, point);
        assertThat(shell("sha256sum < %s/b", point)).isEqualTo(sum);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--direct=1 --ioengine=libaio --iodepth=32 --bs=4k",
                "--direct=0 --ioengine=psync --numjobs=1 --bs=64k --fsync=20",
                "--direct=1 --ioengine=libaio --iodepth=4 --bs=1536"
            })
    @Requires(
            root = true,
            file = "/dev/fuse",
            command = {"losetup", "fio"})
    void whatIsWrittenIsRead(String how) throws IOException {
        Path device = attach(new MemoryDataPlane("vol", 48 * MIB));
        shell(
                "cd %s && fio --name=verify --filename=%s --rw=randwrite --size=%d --verify=crc32c --verify_fatal=1"
                        + " --verify_state_save=0 --randseed=3 %s",
                disks.directory(), device, 48 * MIB, how);
    }

    @Test
    void theKernelLooksForPartitionsOnIt() throws IOException {
        Path device = attach(new MemoryDataPlane("vol", 16 * MIB));
        assertThat(shell("cat /sys/block/%s/loop/partscan", device.getFileName()))
                .isEqualTo("1");
    }

    @Test
    void aRangeThatCannotBeReadOrWrittenHarmsNothingElse() throws IOException {
        MemoryDataPlane memory = new MemoryDataPlane("vol", 8 * MIB);
        Path device = attach(new ForwardingDataPlane(memory) {
            @Override
            public boolean readNow(long offset, ByteBuffer target) {
                requireWhole(offset, target);
                return super.readNow(offset, target);
            }

            @Override
            public void write(long offset, ByteBuffer source, Fua fua) {
                requireWhole(offset, source);
                super.write(offset, source, fua);
            }

            private void requireWhole(long offset, ByteBuffer buffer) {
                if (offset < 5 * MIB && offset + buffer.remaining() > 4 * MIB) {
                    throw new Failure.Corrupt("a damaged pack");
                }
            }
        });
        Commands.Result read =
                Commands.attempt("dd", "if=" + device, "of=/dev/null", "bs=1M", "iflag=direct", "conv=noerror");
        assertThat(read.output()).contains("Input/output error").contains("7+0 records in");
        Commands.Result write =
                Commands.attempt("dd", "if=/dev/urandom", "of=" + device, "bs=1M", "seek=4", "count=1", "oflag=direct");
        assertThat(write.output()).contains("Input/output error");
        shell("dd if=/dev/urandom of=%s bs=1M seek=5 count=3 oflag=direct 2>/dev/null", device);
        Path content = Files.write(disks.directory().resolve("content"), memory.content());
        shell("cmp -i %d %s %s", 5 * MIB, content, device);
    }

    @Test
    void readsThatWaitForTheStoreBlockNoOthers() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        MemoryDataPlane memory = new MemoryDataPlane("vol", 64 * MIB);
        Path device = attach(new ForwardingDataPlane(memory) {
            @Override
            public boolean readNow(long offset, ByteBuffer target) {
                return (offset < 8 * MIB || offset > 60 * MIB) && super.readNow(offset, target);
            }

            @Override
            public void read(long offset, ByteBuffer target) {
                try {
                    arrived.await();
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
                super.read(offset, target);
            }
        });
        disks.afterwards(arrived::countDown);
        List<CompletableFuture<Commands.Result>> absent = new ArrayList<>();
        for (int i = 10; i < 50; i++) {
            absent.add(inTheBackground(
                    "dd", "if=" + device, "of=/dev/null", "bs=4k", "count=1", "iflag=direct", "skip=" + i * 256));
        }
        shell("dd if=%s of=/dev/null bs=64k count=64 iflag=direct 2>/dev/null", device);
        shell("dd if=/dev/urandom of=%s bs=64k count=64 oflag=direct conv=fsync 2>/dev/null", device);
        assertThat(absent).noneMatch(CompletableFuture::isDone);
        arrived.countDown();
        for (CompletableFuture<Commands.Result> read : absent) {
            assertThat(read.get().status()).isZero();
        }
    }

    @Test
    void whatAnEarlierDaemonBeganToAttachIsRemoved() throws IOException {
        ScratchAttachments scratch = new ScratchAttachments(disks);
        Path point = Files.createFile(scratch.mounts().resolve(VOLUME.value()));
        FuseDevice device = disks.linux().fuseDevices().mount(new FuseMount(point, "begun", false));
        Keeper keeper = disks.linux().keepers().start(device, point.toString());
        device.close();
        assertThat(attachments(scratch).resume((volume, readOnly) -> new MemoryDataPlane("vol", MIB)))
                .isEmpty();
        assertThat(disks.linux().keepers().lives(keeper)).isFalse();
        assertThat(point).doesNotExist();
    }
}

package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.DeviceAccess;
import io.ebsnap.linux.LoopControl;
import io.ebsnap.linux.LoopDevice;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.LoopStatus;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresLoopDevices
class LoopControlLoopIT {

    private static final int MIB = 1 << 20;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private final LoopControl loops = disks.linux().loopControl();

    private LoopStatus status(Path device) throws IOException {
        return loops.status(device).orElseThrow();
    }

    private long size(Path device) throws IOException {
        try (BlockDevice open = disks.linux().blockDevices().open(device, DeviceAccess.readOnly())) {
            return open.sizeBytes();
        }
    }

    @Test
    void theStatusShowsEveryOption() throws IOException {
        Path image = disks.image(8 * MIB);
        LoopOptions options = LoopOptions.of(image)
                .withReadOnly()
                .withDirectIo()
                .withPartitionScan()
                .withLogicalSectorBytes(4096)
                .withRange(MIB, 2 * MIB);
        Path device = disks.attach(options);
        LoopStatus status = status(device);
        assertThat(status.device()).isEqualTo(device);
        assertThat(status.backingFile()).isEqualTo(image);
        assertThat(status.backingFileDeleted()).isFalse();
        assertThat(status.offset()).isEqualTo(MIB);
        assertThat(status.sizeLimit()).isEqualTo(2 * MIB);
        assertThat(status.readOnly()).isTrue();
        assertThat(status.partitionScan()).isTrue();
        assertThat(status.autoClear()).isTrue();
        assertThat(size(device)).isEqualTo(2 * MIB);
    }

    @Test
    void whoHasAttachedADeviceDoesNotHoldItOpenForWriting() throws IOException {
        Path device = disks.attach(LoopOptions.of(disks.image(MIB)));
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            List<Path> ours = descriptors.filter(fd -> leadsTo(fd, device)).toList();
            assertThat(ours).isNotEmpty().noneMatch(LoopControlLoopIT::opensForWriting);
        }
    }

    private static boolean leadsTo(Path descriptor, Path device) {
        try {
            return Files.readSymbolicLink(descriptor).equals(device);
        } catch (IOException closed) {
            return false;
        }
    }

    private static boolean opensForWriting(Path descriptor) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/fdinfo").resolve(descriptor.getFileName()))) {
            String flags =
                    lines.filter(line -> line.startsWith("flags:")).findFirst().orElseThrow();
            return (Integer.parseInt(flags.substring("flags:".length()).strip(), 8) & 3) != 0;
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    @Requires(command = "losetup")
    void theMachinesOwnCommandSeesTheSame() throws IOException {
        Path image = disks.image(8 * MIB);
        Path device = disks.attach(LoopOptions.of(image).withDirectIo().withRange(4096, 0));
        String listed = Commands.run(
                "losetup", "--noheadings", "--raw", "-l", "-O", "BACK-FILE,OFFSET,DIO,RO", device.toString());
        LoopStatus status = status(device);
        assertThat(listed)
                .isEqualTo(image + " 4096 " + (status.directIo() ? 1 : 0) + " " + (status.readOnly() ? 1 : 0));
    }

    @Test
    void aFileIsFoundUnderEachOfItsNames() throws IOException {
        Path image = disks.image(MIB);
        Path link = Files.createLink(disks.directory().resolve("other"), image);
        Path device = disks.attach(LoopOptions.of(image));
        assertThat(loops.attachedTo(link)).extracting(LoopStatus::device).containsExactly(device);
        assertThat(loops.attachedTo(disks.image(MIB))).isEmpty();
        assertThat(loops.attached()).extracting(LoopStatus::device).contains(device);
    }

    @Test
    void aDeletedBackingFileSaysSo() throws IOException {
        Path image = disks.image(MIB);
        Path device = disks.attach(LoopOptions.of(image));
        Files.delete(image);
        assertThat(status(device).backingFile()).isEqualTo(image);
        assertThat(status(device).backingFileDeleted()).isTrue();
    }

    @Test
    void withoutAutoClearItStaysAttachedAfterCloseUntilItIsDetached() throws IOException {
        LoopDevice device = loops.attach(LoopOptions.of(disks.image(MIB)));
        disks.afterwards(() -> loops.detach(device.path()));
        device.close();
        assertThat(loops.status(device.path())).isPresent();
        assertThat(loops.detach(device.path())).isTrue();
        assertThat(loops.attachedTo(disks.directory().resolve("disk0.img"))).isEmpty();
    }

    @Test
    void withAutoClearItGoesWhenItIsClosed() throws IOException {
        Path image = disks.image(MIB);
        LoopDevice device = loops.attach(LoopOptions.of(image).withAutoClear());
        assertThat(loops.attachedTo(image)).hasSize(1);
        device.close();
        device.close();
        assertThat(loops.attachedTo(image)).isEmpty();
    }

    @Test
    void detachedWhileInUseItGoesWithItsLastUser() throws IOException {
        Path image = disks.image(MIB);
        LoopDevice device = loops.attach(LoopOptions.of(image));
        try (BlockDevice user = disks.linux().blockDevices().open(device.path(), DeviceAccess.readOnly())) {
            device.detach();
            assertThat(user.sizeBytes()).isEqualTo(MIB);
            assertThat(status(device.path()).autoClear()).isTrue();
        }
        assertThat(loops.attachedTo(image)).isEmpty();
    }

    @Test
    void aGrownFileGivesALargerDeviceAfterARefresh() throws IOException {
        Path image = disks.image(MIB);
        Path device = disks.attach(LoopOptions.of(image));
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(3 * MIB);
        }
        assertThat(size(device)).isEqualTo(MIB);
        loops.refreshCapacity(device);
        assertThat(size(device)).isEqualTo(3 * MIB);
    }

    @Test
    void aFileThatIsNotThereIsAFailureThatNamesIt() throws IOException {
        Path absent = disks.directory().resolve("absent");
        assertThatThrownBy(() -> loops.attach(LoopOptions.of(absent)))
                .hasMessage("open " + absent + ": ENOENT (No such file or directory)");
    }

    @Test
    void manyAtATimeEachGetADeviceOfTheirOwn() throws Exception {
        List<Path> images = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            images.add(disks.image(MIB));
        }
        List<LoopDevice> devices = new ArrayList<>();
        disks.afterwards(() -> {
            for (LoopDevice device : devices) {
                device.detach();
            }
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<LoopDevice>> attaching = images.stream()
                    .map(image -> threads.submit(
                            () -> loops.attach(LoopOptions.of(image).withAutoClear())))
                    .toList();
            for (Future<LoopDevice> each : attaching) {
                devices.add(each.get());
            }
        }
        assertThat(devices).extracting(LoopDevice::path).doesNotHaveDuplicates();
        for (int i = 0; i < images.size(); i++) {
            assertThat(status(devices.get(i).path()).backingFile()).isEqualTo(images.get(i));
        }
    }
}

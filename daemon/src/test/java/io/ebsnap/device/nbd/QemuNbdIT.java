package io.ebsnap.device.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client against qemu-nbd, with the dirty bitmaps that only it has. */
@Timeout(60)
@Requires(command = {"qemu-nbd", "qemu-img", "qemu-io"})
class QemuNbdIT {

    private static final int MIB = 1 << 20;
    private static final String BITMAP = "qemu:dirty-bitmap:since-monday";

    @TempDir
    Path directory;

    @Test
    void tellsWhatADirtyBitmapCallsChanged() throws IOException {
        String image = imageWithBitmap();
        try (ServerProcess server = ServerProcess.qemuNbd(
                        directory, "--format=qcow2", "--bitmap=since-monday", "--export-name=disk", image);
                NbdSource source = open(server, "disk")) {
            assertThat(source.dirtyBitmaps()).containsExactly(BITMAP);
            assertThat(changed(source))
                    .containsExactly(new NbdExtent(5 * MIB, MIB, 1), new NbdExtent(600L * MIB, 65_536, 1));
            assertThat(source.knownZeros(0, MIB)).isFalse();
            assertThat(source.knownZeros(2 * MIB, MIB)).isTrue();
            assertThat(read(source, 0, MIB)).containsOnly(0x11);
            assertThat(read(source, 5 * MIB, MIB)).containsOnly(0x22);
            assertThat(read(source, 2 * MIB, MIB)).containsOnly(0);
        }
    }

    @Test
    void aBitmapThatIsNotOfferedIsNotFound() throws IOException {
        String image = imageWithBitmap();
        try (ServerProcess server = ServerProcess.qemuNbd(directory, "--format=qcow2", image);
                NbdSource source = open(server, "")) {
            assertThat(source.dirtyBitmaps()).isEmpty();
            assertThatThrownBy(() -> source.changedExtents(BITMAP, unused -> {}))
                    .isInstanceOf(Failure.NotFound.class);
        }
    }

    @Test
    void anExportThatIsNotThereIsNotFound() throws IOException {
        String image = imageWithBitmap();
        try (ServerProcess server = ServerProcess.qemuNbd(directory, "--format=qcow2", "--export-name=disk", image)) {
            assertThatThrownBy(() -> open(server, "other")).isInstanceOf(Failure.NotFound.class);
        }
    }

    @Test
    void aRawImageWhoseSizeIsOddIsReadToItsEnd() throws IOException {
        Path image = directory.resolve("disk.raw");
        Commands.run("qemu-img", "create", "-q", "-f", "raw", image.toString(), "1M");
        Commands.run("qemu-io", "-f", "raw", "-c", "write -q -P 0x33 1046528 2048", image.toString());
        Commands.run("truncate", "-s", "1048064", image.toString());
        try (ServerProcess server = ServerProcess.qemuNbd(directory, "--format=raw", image.toString());
                NbdSource source = open(server, "")) {
            int size = Math.toIntExact(source.geometry().sizeBytes());
            assertThat(size).isEqualTo(1_048_064);
            byte[] read = read(source, 0, size);
            assertThat(read[size - 1]).isEqualTo((byte) 0x33);
            assertThat(read[1_046_527]).isZero();
        }
    }

    /** 1 GiB; 1 MiB was written before the bitmap began, and two ranges after. */
    private String imageWithBitmap() {
        String image = directory.resolve("disk.qcow2").toString();
        Commands.run("qemu-img", "create", "-q", "-f", "qcow2", image, "1G");
        Commands.run("qemu-io", "-f", "qcow2", "-c", "write -q -P 0x11 0 1M", image);
        Commands.run("qemu-img", "bitmap", "--add", "-g", "65536", image, "since-monday");
        Commands.run("qemu-io", "-f", "qcow2", "-c", "write -q -P 0x22 5M 1M", "-c", "write -q 600M 64k", image);
        return image;
    }

    /** Parts that touch become one. */
    private static List<NbdExtent> changed(NbdSource source) {
        List<NbdExtent> changed = new ArrayList<>();
        source.changedExtents(BITMAP, extent -> {
            if (!changed.isEmpty() && changed.getLast().end() == extent.offset()) {
                NbdExtent last = changed.removeLast();
                changed.add(new NbdExtent(last.offset(), last.length() + extent.length(), extent.flags()));
            } else {
                changed.add(extent);
            }
        });
        return changed;
    }

    private static NbdSource open(ServerProcess server, String export) {
        return NbdSource.open(server.uri(export), NbdLimits.STANDARD, NbdSourceTest.threads());
    }

    private static byte[] read(NbdSource source, long offset, int length) {
        ByteBuffer target = ByteBuffer.allocate(length);
        source.read(offset, target);
        return target.array();
    }
}

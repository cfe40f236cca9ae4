package io.ebsnap.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCheckTest {

    private static final String SPARSE = """
            # Disk DescriptorFile
            version=1
            CID=12345678
            parentCID=ffffffff
            createType="monolithicSparse"

            RW 2048 SPARSE "disk.vmdk"
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void qcow2IsItsOwnIfNothingOfItPointsElsewhere() throws IOException {
        pass(qcow2(3), FileFormat.QCOW2);
        pass(qcow2(2), FileFormat.QCOW2);
        pass(qcow2(3).putLong(72, 0b11001), FileFormat.QCOW2);
        refuse(qcow2(3).putLong(8, 4096), FileFormat.QCOW2, "backing file");
        refuse(qcow2(2).putInt(16, 10), FileFormat.QCOW2, "backing file");
        refuse(qcow2(3).putLong(72, 4), FileFormat.QCOW2, "another file");
        refuse(qcow2(3).putLong(72, 1L << 40), FileFormat.QCOW2, "not known");
        refuse(qcow2(3).putInt(32, 2), FileFormat.QCOW2, "encrypted");
        wrong(qcow2(4), FileFormat.QCOW2);
        wrong(ByteBuffer.allocate(3), FileFormat.QCOW2);
    }

    @Test
    void vhdIsFixedOrDynamic() throws IOException {
        pass(vhd(3, 0, 4096), FileFormat.VHD);
        pass(vhd(2, 4096 - 512, 4096), FileFormat.VHD);
        refuse(vhd(4, 0, 4096), FileFormat.VHD, "differences");
        refuse(vhd(4, 4096 - 512, 4096), FileFormat.VHD, "differences");
        wrong(ByteBuffer.allocate(100), FileFormat.VHD);
    }

    @Test
    void vmdkIsOneSparseFileWithoutAParent() throws IOException {
        pass(vmdk(SPARSE), FileFormat.VMDK);
        pass(vmdk(SPARSE.replace("monolithicSparse", "streamOptimized")), FileFormat.VMDK);
        refuse(vmdk(SPARSE.replace("ffffffff", "12345678")), FileFormat.VMDK, "differences");
        refuse(vmdk(SPARSE + "parentFileNameHint=\"/etc/shadow\"\n"), FileFormat.VMDK, "differences");
        refuse(vmdk(SPARSE + "\0\0parentFileNameHint=\"/etc/shadow\"\n"), FileFormat.VMDK, "differences");
        refuse(vmdk(SPARSE + "RW 63 FLAT \"/etc/shadow\" 0\n"), FileFormat.VMDK, "other files");
        refuse(vmdk(SPARSE.replace("SPARSE", "FLAT")), FileFormat.VMDK, "other files");
        refuse(vmdk(SPARSE.replace("monolithicSparse", "twoGbMaxExtentSparse")), FileFormat.VMDK, "other files");
        refuse(vmdk(SPARSE).putLong(12, 0), FileFormat.VMDK, "its own");
        refuse(vmdk(SPARSE).putLong(28, Long.reverseBytes(40)), FileFormat.VMDK, "its own");
        refuse(bytes(SPARSE, 1024), FileFormat.VMDK, "only names");
        wrong(ByteBuffer.allocate(10_000), FileFormat.VMDK);
    }

    @Test
    void rawIsWhateverItIs() throws IOException {
        pass(qcow2(3).putLong(8, 4096), FileFormat.RAW);
    }

    private static ByteBuffer qcow2(int version) {
        return ByteBuffer.allocate(2048).putInt(0, 0x514649fb).putInt(4, version);
    }

    private static ByteBuffer vhd(int type, int footer, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        bytes.put(footer, "conectix".getBytes(StandardCharsets.US_ASCII));
        return bytes.putInt(footer + 60, type);
    }

    private static ByteBuffer vmdk(String descriptor) {
        ByteBuffer bytes = ByteBuffer.allocate(100_000);
        bytes.put(0, "KDMV".getBytes(StandardCharsets.US_ASCII));
        bytes.putLong(12, Long.reverseBytes(2048))
                .putLong(28, Long.reverseBytes(1))
                .putLong(36, Long.reverseBytes(20));
        bytes.put(512, descriptor.getBytes(StandardCharsets.US_ASCII));
        return bytes;
    }

    private static ByteBuffer bytes(String text, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        bytes.put(0, text.getBytes(StandardCharsets.US_ASCII));
        return bytes;
    }

    private void pass(ByteBuffer content, FileFormat format) throws IOException {
        ImageCheck.requireSelfContained(file(content), format);
    }

    private void refuse(ByteBuffer content, FileFormat format, String why) throws IOException {
        Path file = file(content);
        assertThatThrownBy(() -> ImageCheck.requireSelfContained(file, format))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining(why)
                .satisfies(failure -> assertThat(((Failure) failure).hint()).isPresent());
    }

    private void wrong(ByteBuffer content, FileFormat format) throws IOException {
        Path file = file(content);
        assertThatThrownBy(() -> ImageCheck.requireSelfContained(file, format)).isInstanceOf(Failure.Invalid.class);
    }

    private Path file(ByteBuffer content) throws IOException {
        byte[] bytes = new byte[content.capacity()];
        content.get(0, bytes);
        return Files.write(folder.resolve("image"), bytes);
    }
}

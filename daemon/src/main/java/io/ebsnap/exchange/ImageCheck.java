package io.ebsnap.exchange;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Makes sure that a file of another program's format is what it is said to be, and holds its whole content itself. Such a file may name others
 * that its content lies in: the daemon, which may read everything, would fetch the content of any file of the machine for
 * whoever made it. What is not known for sure to name none is refused. Offsets are those of QEMU's specifications.
 */
final class ImageCheck {

    private static final int HEADER_BYTES = 1024;

    // qcow2, big-endian.
    private static final int QCOW2_MAGIC = 0x514649fb;
    private static final int QCOW2_VERSION = 4;
    private static final int QCOW2_BACKING_OFFSET = 8;
    private static final int QCOW2_BACKING_SIZE = 16;
    private static final int QCOW2_ENCRYPTION = 32;
    private static final int QCOW2_INCOMPATIBLE = 72;

    /** Of the features that a reader must know: not closed well, corrupt, compression type, extended entries. None names a file. */
    private static final long QCOW2_HARMLESS = 0b11011;

    // VHD, big-endian; the footer is at the end, and of dynamic ones also at the start.
    private static final String VHD_COOKIE = "conectix";
    private static final int VHD_FOOTER_BYTES = 512;
    private static final int VHD_TYPE = 60;
    private static final int VHD_FIXED = 2;
    private static final int VHD_DYNAMIC = 3;

    // VMDK, little-endian.
    private static final String VMDK_MAGIC = "KDMV";
    private static final int VMDK_SECTOR = 512;
    private static final int VMDK_CAPACITY = 12;
    private static final int VMDK_DESCRIPTOR_SECTOR = 28;
    private static final int VMDK_DESCRIPTOR_SECTORS = 128;

    private final Path file;
    private final FileChannel channel;

    private ImageCheck(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Passes a file that holds its content itself.
     *
     * @throws Failure.Invalid if it is not of the format
     * @throws Failure.Denied if its content lies in other files too, or may
     */
    static void requireSelfContained(Path file, FileFormat format) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ImageCheck check = new ImageCheck(file, channel);
            switch (format) {
                case RAW -> {
                    // It has nothing but content.
                }
                case QCOW2 -> check.qcow2();
                case VHD -> check.vhd();
                case VMDK -> check.vmdk();
            }
        } catch (IOException e) {
            throw new Failure.Unavailable("reading " + file + " failed: " + e.getMessage(), e);
        }
    }

    private void qcow2() throws IOException {
        ByteBuffer header = read(0, HEADER_BYTES);
        int version = header.getInt(QCOW2_VERSION);
        if (header.getInt(0) != QCOW2_MAGIC || version < 2 || version > 3) {
            throw not(FileFormat.QCOW2);
        }
        if (header.getLong(QCOW2_BACKING_OFFSET) != 0 || header.getInt(QCOW2_BACKING_SIZE) != 0) {
            throw denied("it has a backing file", "qemu-img convert makes one file of both");
        }
        if (header.getInt(QCOW2_ENCRYPTION) != 0) {
            throw denied("it is encrypted", "qemu-img convert decrypts it");
        }
        if (version > 2 && (header.getLong(QCOW2_INCOMPATIBLE) & ~QCOW2_HARMLESS) != 0) {
            throw denied(
                    "its data lies in another file, or it has a feature that is not known here",
                    "qemu-img convert makes a simple file of it");
        }
    }

    private void vhd() throws IOException {
        ByteBuffer first = read(0, VHD_FOOTER_BYTES);
        boolean atStart = text(first, 0, VHD_COOKIE.length()).equals(VHD_COOKIE);
        ByteBuffer footer = atStart ? first : read(Math.max(0, channel.size() - VHD_FOOTER_BYTES), VHD_FOOTER_BYTES);
        if (!text(footer, 0, VHD_COOKIE.length()).equals(VHD_COOKIE)) {
            throw not(FileFormat.VHD);
        }
        if (footer.getInt(VHD_TYPE) != (atStart ? VHD_DYNAMIC : VHD_FIXED)) {
            throw denied("it holds only the differences to another file", "merge it into that one first");
        }
    }

    private void vmdk() throws IOException {
        ByteBuffer header = read(0, VMDK_SECTOR);
        if (!text(header, 0, VMDK_MAGIC.length()).equals(VMDK_MAGIC)) {
            if (text(header, 0, VMDK_SECTOR).contains("# Disk DescriptorFile")) {
                throw denied(
                        "it only names the files that its content lies in", "qemu-img convert makes one file of them");
            }
            throw not(FileFormat.VMDK);
        }
        // Without a capacity, QEMU goes by the descriptor's extents; and it looks for parents in the first sectors
        // after the header, wherever
        // the descriptor is said to be.
        if (little(header, VMDK_CAPACITY) == 0 || little(header, VMDK_DESCRIPTOR_SECTOR) != 1) {
            throw denied("it does not say that its content is its own", "qemu-img convert makes a simple file of it");
        }
        ByteBuffer descriptor = read(VMDK_SECTOR, VMDK_DESCRIPTOR_SECTORS * VMDK_SECTOR);
        requireOwnExtent(text(descriptor, 0, descriptor.limit()));
    }

    private void requireOwnExtent(String descriptor) {
        List<String> lines = descriptor
                .substring(0, end(descriptor))
                .lines()
                .map(String::strip)
                .toList();
        boolean parentless = lines.stream().anyMatch(line -> line.matches("(?i)parentCID\\s*=\\s*ffffffff"))
                && !descriptor.contains("parentFileNameHint");
        if (!parentless) {
            throw denied("it holds only the differences to another file", "qemu-img convert makes one file of both");
        }
        List<String> extents = lines.stream()
                .filter(line -> line.matches("(RW|RDONLY|NOACCESS)\\s.*"))
                .toList();
        boolean own = lines.stream()
                        .anyMatch(line -> line.matches("(?i)createType\\s*=\\s*\"(monolithicSparse|streamOptimized)\""))
                && extents.size() == 1
                && extents.getFirst().matches("\\w+\\s+\\d+\\s+SPARSE\\s+\"[^\"]*\"");
        if (!own) {
            throw denied("its content lies in other files too", "qemu-img convert makes one file of them");
        }
    }

    private static int end(String descriptor) {
        int zero = descriptor.indexOf('\0');
        return zero < 0 ? descriptor.length() : zero;
    }

    private ByteBuffer read(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        long at = offset;
        while (bytes.hasRemaining()) {
            int got = channel.read(bytes, at);
            if (got < 0) {
                break; // What is not there is zeros, which no check passes.
            }
            at += got;
        }
        return bytes.clear();
    }

    private static long little(ByteBuffer bytes, int at) {
        return Long.reverseBytes(bytes.getLong(at));
    }

    private static String text(ByteBuffer bytes, int at, int length) {
        byte[] part = new byte[length];
        bytes.get(at, part);
        return new String(part, StandardCharsets.ISO_8859_1);
    }

    private Failure.Invalid not(FileFormat format) {
        return new Failure.Invalid(
                file + " is not of format " + format.word(),
                "--format says of which it is, whatever the name ends with");
    }

    private Failure.Denied denied(String why, String wayOut) {
        return new Failure.Denied(file + " is not imported: " + why, wayOut);
    }
}

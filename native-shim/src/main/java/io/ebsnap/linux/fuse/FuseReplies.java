package io.ebsnap.linux.fuse;

import static io.ebsnap.linux.fuse.FuseBuffer.DATA;
import static io.ebsnap.linux.fuse.FuseBuffer.REPLY;

import io.ebsnap.linux.Errno;
import java.nio.ByteBuffer;

/**
 * Writes answers into the buffer of their request, which must have been decoded. An answer is a header (0 u32 length of all, 4
 * s32 negative error, 8 u64 unique), then what its kind has. What is given is to be written to the device at once.
 */
public final class FuseReplies {

    private static final int HEADER_BYTES = 16;
    private static final int ATTRIBUTES_BYTES = 104;
    private static final int OPEN_BYTES = 16;
    private static final int WRITTEN_BYTES = 8;
    private static final int FILE_SYSTEM_BYTES = 80;
    private static final int INIT_BYTES = 64;

    private static final int SECTOR_BYTES = 512;
    private static final int MODE_FILE = 0100000;
    private static final int MODE_READ = 0400;
    private static final int MODE_WRITE = 0200;
    private static final int NAME_BYTES_MAX = 255;

    /** Past the page cache, and several writes at a time: the device above has a cache and an order of its own. */
    private static final int OPEN_DIRECT_IO = 1;

    private static final int OPEN_PARALLEL_WRITES = 1 << 6;

    private FuseReplies() {}

    /** It was done. */
    public static ByteBuffer done(FuseBuffer buffer, long unique) {
        return header(buffer, unique, 0, 0);
    }

    /** It failed. */
    public static ByteBuffer failed(FuseBuffer buffer, long unique, Errno error) {
        return header(buffer, unique, -error.number(), 0);
    }

    /** The buffer's first bytes are what was read: {@code length} of them, fewer than asked for only at the end. */
    public static ByteBuffer data(FuseBuffer buffer, long unique, int length) {
        return header(buffer, unique, 0, length);
    }

    /** So many bytes were written. */
    public static ByteBuffer written(FuseBuffer buffer, long unique, int length) {
        zero(buffer, WRITTEN_BYTES).putInt(DATA, length);
        return header(buffer, unique, 0, WRITTEN_BYTES);
    }

    /** What the file is now; not to be remembered by the kernel, so that it sees it grow. */
    public static ByteBuffer attributes(FuseBuffer buffer, long unique, FuseFile file) {
        ByteBuffer bytes = zero(buffer, ATTRIBUTES_BYTES);
        int at = DATA + 16;
        bytes.putLong(at, 1).putLong(at + 8, file.sizeBytes()).putLong(at + 16, file.sizeBytes() / SECTOR_BYTES);
        bytes.putInt(at + 60, MODE_FILE | MODE_READ | (file.readOnly() ? 0 : MODE_WRITE));
        bytes.putInt(at + 64, 1).putInt(at + 80, file.blockBytes());
        return header(buffer, unique, 0, ATTRIBUTES_BYTES);
    }

    /** The file is open. */
    public static ByteBuffer opened(FuseBuffer buffer, long unique) {
        zero(buffer, OPEN_BYTES).putInt(DATA + 8, OPEN_DIRECT_IO | OPEN_PARALLEL_WRITES);
        return header(buffer, unique, 0, OPEN_BYTES);
    }

    /** The place that was looked for. */
    public static ByteBuffer place(FuseBuffer buffer, long unique, long offset) {
        zero(buffer, Long.BYTES).putLong(DATA, offset);
        return header(buffer, unique, 0, Long.BYTES);
    }

    /** A file system that the file fills; its block is what a loop device takes as the unit of discarding. */
    public static ByteBuffer fileSystem(FuseBuffer buffer, long unique, FuseFile file) {
        ByteBuffer bytes = zero(buffer, FILE_SYSTEM_BYTES);
        bytes.putLong(DATA, file.sizeBytes() / file.blockBytes()).putLong(DATA + 24, 1);
        bytes.putInt(DATA + 40, file.blockBytes())
                .putInt(DATA + 44, NAME_BYTES_MAX)
                .putInt(DATA + 48, file.blockBytes());
        return header(buffer, unique, 0, FILE_SYSTEM_BYTES);
    }

    /** What was agreed on. */
    public static ByteBuffer initialized(FuseBuffer buffer, long unique, FuseAgreement agreed) {
        ByteBuffer bytes = zero(buffer, INIT_BYTES);
        bytes.putInt(DATA, FuseAgreement.MAJOR).putInt(DATA + 4, agreed.minor());
        bytes.putInt(DATA + 12, (int) agreed.flags()).putInt(DATA + 32, (int) (agreed.flags() >>> Integer.SIZE));
        bytes.putShort(DATA + 16, (short) FuseAgreement.BACKGROUND_MAX)
                .putShort(DATA + 18, (short) FuseAgreement.BACKGROUND_MAX);
        bytes.putInt(DATA + 20, FuseBuffer.DATA_BYTES).putInt(DATA + 24, 1);
        bytes.putShort(DATA + 28, (short) (FuseBuffer.DATA_BYTES / FuseAgreement.PAGE_BYTES));
        return header(buffer, unique, 0, INIT_BYTES);
    }

    private static ByteBuffer zero(FuseBuffer buffer, int length) {
        ByteBuffer bytes = buffer.memory();
        for (int i = 0; i < length; i += Long.BYTES) {
            bytes.putLong(DATA + i, 0);
        }
        return bytes;
    }

    private static ByteBuffer header(FuseBuffer buffer, long unique, int error, int length) {
        ByteBuffer bytes = buffer.memory();
        bytes.putInt(REPLY, HEADER_BYTES + length).putInt(REPLY + 4, error).putLong(REPLY + 8, unique);
        return bytes.clear().position(REPLY).limit(DATA + length);
    }
}

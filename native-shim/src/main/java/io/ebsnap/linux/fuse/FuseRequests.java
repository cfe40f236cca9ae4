package io.ebsnap.linux.fuse;

import static io.ebsnap.linux.fuse.FuseBuffer.REQUEST;

import java.nio.ByteBuffer;

/**
 * Reads requests. A request is a header, then what its kind has:
 *
 * <pre>
 * header        0 u32 length of all, 4 u32 code, 8 u64 unique, 16 u64 node, 24 u32 user, group, process, 36 u16 x 2
 * read, write  40 u64 handle, 48 u64 offset, 56 u32 size, 60 u32, 64 u64, 72 u32 x 2; a write's bytes from 80
 * fallocate    40 u64 handle, 48 u64 offset, 56 u64 length, 64 u32 mode, 68 u32
 * lseek        40 u64 handle, 48 u64 offset, 56 u32 whence, 60 u32
 * init         40 u32 major, 44 u32 minor, 48 u32 read-ahead, 52 u32 flags, 56 u32 upper flags
 * </pre>
 */
public final class FuseRequests {

    private static final int HEADER_BYTES = 40;
    private static final int TRANSFER_BYTES = HEADER_BYTES + 40;
    private static final int ALLOCATE_BYTES = HEADER_BYTES + 32;
    private static final int SEEK_BYTES = HEADER_BYTES + 24;
    private static final int INIT_BYTES = HEADER_BYTES + 16;
    private static final int INIT_UPPER_BYTES = INIT_BYTES + 4;
    private static final long ROOT = 1;

    private static final int FORGET = 2;
    private static final int GETATTR = 3;
    private static final int SETATTR = 4;
    private static final int OPEN = 14;
    private static final int READ = 15;
    private static final int WRITE = 16;
    private static final int STATFS = 17;
    private static final int RELEASE = 18;
    private static final int FSYNC = 20;
    private static final int FLUSH = 25;
    private static final int INIT = 26;
    private static final int ACCESS = 34;
    private static final int INTERRUPT = 36;
    private static final int DESTROY = 38;
    private static final int NOTIFY_REPLY = 41;
    private static final int BATCH_FORGET = 42;
    private static final int FALLOCATE = 43;
    private static final int LSEEK = 46;

    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    private final ByteBuffer bytes;
    private final int length;
    private final long unique;

    private FuseRequests(ByteBuffer bytes, int length) {
        this.bytes = bytes;
        this.length = length;
        this.unique = bytes.getLong(REQUEST + 8);
    }

    /**
     * The request that was read into a buffer.
     *
     * @param length how many bytes were read
     */
    public static FuseRequest decode(FuseBuffer buffer, int length) {
        if (length < HEADER_BYTES) {
            return new FuseRequest.Malformed(0, "a request of " + length + " bytes has no header");
        }
        FuseRequests request = new FuseRequests(buffer.memory(), length);
        int told = request.number(0);
        if (told != length) {
            return request.malformed("says that it has " + told + " bytes");
        }
        return request.decode(request.number(4));
    }

    private FuseRequest decode(int code) {
        return switch (code) {
            case FORGET, BATCH_FORGET, INTERRUPT, NOTIFY_REPLY -> new FuseRequest.Unanswered(unique);
            case INIT -> initialize();
            case DESTROY, STATFS ->
                code == STATFS ? new FuseRequest.FileSystemStatus(unique) : new FuseRequest.Formality(unique);
            default -> at(16) == ROOT ? ofTheFile(code) : malformed("is for node " + at(16));
        };
    }

    private FuseRequest ofTheFile(int code) {
        return switch (code) {
            case GETATTR -> new FuseRequest.GetAttributes(unique);
            case SETATTR -> new FuseRequest.SetAttributes(unique);
            case OPEN -> new FuseRequest.Open(unique);
            case READ -> read();
            case WRITE -> write();
            case FSYNC -> new FuseRequest.Sync(unique);
            case FLUSH, RELEASE, ACCESS -> new FuseRequest.Formality(unique);
            case FALLOCATE -> allocate();
            case LSEEK -> seek();
            default -> new FuseRequest.Unknown(unique, code);
        };
    }

    private FuseRequest initialize() {
        if (length < INIT_BYTES) {
            return tooShort();
        }
        long upper = length < INIT_UPPER_BYTES ? 0 : Integer.toUnsignedLong(number(56));
        return new FuseRequest.Initialize(
                unique, number(40), number(44), upper << Integer.SIZE | Integer.toUnsignedLong(number(52)));
    }

    private FuseRequest read() {
        if (length < TRANSFER_BYTES) {
            return tooShort();
        }
        int size = number(56);
        return transferable(size) ? new FuseRequest.Read(unique, at(48), size) : tooLarge(size);
    }

    private FuseRequest write() {
        if (length < TRANSFER_BYTES) {
            return tooShort();
        }
        int size = number(56);
        if (!transferable(size)) {
            return tooLarge(size);
        }
        return length - TRANSFER_BYTES == size
                ? new FuseRequest.Write(unique, at(48), size)
                : malformed("writes " + size + " bytes and brings " + (length - TRANSFER_BYTES));
    }

    private boolean transferable(int size) {
        return size >= 0 && size <= FuseBuffer.DATA_BYTES && at(48) >= 0 && at(48) <= Long.MAX_VALUE - size;
    }

    private FuseRequest allocate() {
        if (length < ALLOCATE_BYTES) {
            return tooShort();
        }
        long offset = at(48);
        long size = at(56);
        return offset >= 0 && size >= 0 && offset <= Long.MAX_VALUE - size
                ? new FuseRequest.Allocate(unique, offset, size, number(64))
                : tooLarge(size);
    }

    private FuseRequest seek() {
        if (length < SEEK_BYTES) {
            return tooShort();
        }
        int whence = number(56);
        return at(48) >= 0 && (whence == SEEK_DATA || whence == SEEK_HOLE)
                ? new FuseRequest.Seek(unique, at(48), whence == SEEK_HOLE)
                : malformed("seeks " + at(48) + " in the way " + whence);
    }

    private int number(int place) {
        return bytes.getInt(REQUEST + place);
    }

    private long at(int place) {
        return bytes.getLong(REQUEST + place);
    }

    private FuseRequest tooShort() {
        return malformed("has " + length + " bytes");
    }

    private FuseRequest tooLarge(long size) {
        return malformed("is for " + size + " bytes at " + at(48));
    }

    private FuseRequest malformed(String reason) {
        return new FuseRequest.Malformed(unique, "a request with the code " + number(4) + " " + reason);
    }
}

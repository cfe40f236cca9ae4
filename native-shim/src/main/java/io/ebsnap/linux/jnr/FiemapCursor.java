package io.ebsnap.linux.jnr;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.Extent;
import io.ebsnap.linux.ExtentCursor;
import io.ebsnap.linux.LinuxException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Walks a file's extents, {@value #PAGE_EXTENTS} at a time.
 *
 * <pre>
 * struct fiemap                       struct fiemap_extent, 56 bytes
 *  0 u64 start                         0 u64 logical offset
 *  8 u64 length                        8 u64 physical offset
 * 16 u32 flags                        16 u64 length
 * 20 u32 extents filled in            24 u64[2] reserved
 * 24 u32 room for extents             40 u32 flags
 * 28 u32 reserved                     44 u32[3] reserved
 * 32 extents
 * </pre>
 */
final class FiemapCursor implements ExtentCursor {

    static final int PAGE_EXTENTS = 256;

    private static final long FS_IOC_FIEMAP = 0xC020660BL;
    private static final int HEADER_BYTES = 32;
    private static final int EXTENT_BYTES = 56;
    private static final int FLAG_SYNC = 1;
    private static final int EXTENT_LAST = 1;

    private final Syscalls syscalls;
    private final Descriptor descriptor;
    private final ByteBuffer page = Syscalls.struct(HEADER_BYTES + PAGE_EXTENTS * EXTENT_BYTES);
    private final long end;
    private boolean flush;
    private long position;
    private int index;
    private int filled;
    private boolean atEnd;

    /** Takes the descriptor over. */
    FiemapCursor(Syscalls syscalls, Descriptor descriptor, long start, long end, boolean flush) {
        this.syscalls = syscalls;
        this.descriptor = descriptor;
        this.position = start;
        this.end = end;
        this.flush = flush;
        this.atEnd = start >= end;
    }

    @Override
    public Optional<Extent> next() throws LinuxException {
        if (index == filled && !atEnd) {
            fill();
        }
        if (index == filled) {
            atEnd = true;
            return Optional.empty();
        }
        int at = HEADER_BYTES + index * EXTENT_BYTES;
        index++;
        Extent extent = new Extent(page.getLong(at), page.getLong(at + 8), page.getLong(at + 16), page.getInt(at + 40));
        advance(extent);
        return Optional.of(extent);
    }

    private void fill() throws LinuxException {
        page.putLong(0, position).putLong(8, end - position);
        page.putInt(16, flush ? FLAG_SYNC : 0).putInt(20, 0).putInt(24, PAGE_EXTENTS);
        syscalls.ioctl(descriptor, "FIEMAP", position, FS_IOC_FIEMAP, page);
        flush = false;
        index = 0;
        filled = page.getInt(20);
    }

    private void advance(Extent extent) throws LinuxException {
        long reached = extent.logicalEnd();
        if (reached <= position) {
            throw new LinuxException("FIEMAP", descriptor.name(), position, Errno.EUCLEAN.number());
        }
        position = reached;
        atEnd = (extent.flags() & EXTENT_LAST) != 0 || position >= end;
    }

    @Override
    public void close() throws LinuxException {
        descriptor.close();
    }
}

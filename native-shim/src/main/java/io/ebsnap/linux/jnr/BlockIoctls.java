package io.ebsnap.linux.jnr;

import io.ebsnap.linux.LinuxException;
import java.nio.ByteBuffer;

/** The kernel's questions and orders to a block device. */
final class BlockIoctls {

    private static final long BLKROGET = 0x125E;
    private static final long BLKFLSBUF = 0x1261;
    private static final long BLKSSZGET = 0x1268;
    private static final long BLKDISCARD = 0x1277;
    private static final long BLKPBSZGET = 0x127B;
    private static final long BLKZEROOUT = 0x127F;
    private static final long BLKGETSIZE64 = 0x80081272L;

    private final Syscalls syscalls;
    private final Descriptor descriptor;

    BlockIoctls(Syscalls syscalls, Descriptor descriptor) {
        this.syscalls = syscalls;
        this.descriptor = descriptor;
    }

    long sizeBytes() throws LinuxException {
        ByteBuffer size = Syscalls.struct(Long.BYTES);
        syscalls.ioctl(descriptor, "BLKGETSIZE64", BLKGETSIZE64, size);
        return size.getLong(0);
    }

    int logicalSectorBytes() throws LinuxException {
        return askInt("BLKSSZGET", BLKSSZGET);
    }

    int physicalSectorBytes() throws LinuxException {
        return askInt("BLKPBSZGET", BLKPBSZGET);
    }

    boolean readOnly() throws LinuxException {
        return askInt("BLKROGET", BLKROGET) != 0;
    }

    void flushBuffers() throws LinuxException {
        syscalls.ioctl(descriptor, "BLKFLSBUF", BLKFLSBUF, 0);
    }

    void discard(long offset, long length) throws LinuxException {
        order("BLKDISCARD", BLKDISCARD, offset, length);
    }

    void zeroOut(long offset, long length) throws LinuxException {
        order("BLKZEROOUT", BLKZEROOUT, offset, length);
    }

    private int askInt(String name, long request) throws LinuxException {
        ByteBuffer answer = Syscalls.struct(Integer.BYTES);
        syscalls.ioctl(descriptor, name, request, answer);
        return answer.getInt(0);
    }

    private void order(String name, long request, long offset, long length) throws LinuxException {
        ByteBuffer range = Syscalls.struct(2 * Long.BYTES);
        range.putLong(0, offset).putLong(Long.BYTES, length);
        syscalls.ioctl(descriptor, name, offset, request, range);
    }
}

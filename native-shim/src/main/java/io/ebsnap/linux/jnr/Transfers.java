package io.ebsnap.linux.jnr;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.linux.AlignedBuffers;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes of any length on one descriptor, going on after partial ones.
 *
 * <p>A direct descriptor moves whole units only. What is left of a read is had by reading a whole unit into a buffer of its
 * own: at the end of a file or device the kernel gives what there is. What is left of a write goes through the page cache, on
 * a second descriptor that is opened when it is first needed.
 */
final class Transfers {

    private static final int RWF_NOWAIT = 0x8;

    /** It would have to wait; the file system or the kernel cannot tell. */
    private static final Set<Errno> NOT_NOW = EnumSet.of(Errno.EAGAIN, Errno.EOPNOTSUPP, Errno.ENOSYS);

    private final Syscalls syscalls;
    private final Descriptor descriptor;
    private final int unit;
    private final Object bufferedLock = new Object();

    @GuardedBy("bufferedLock")
    private @Nullable Descriptor buffered;

    /**
     * Transfers on a descriptor that stays the caller's.
     *
     * @param unit bytes; 1 if the descriptor goes through the page cache
     */
    Transfers(Syscalls syscalls, Descriptor descriptor, int unit) {
        this.syscalls = syscalls;
        this.descriptor = descriptor;
        this.unit = unit;
    }

    int read(ByteBuffer target, long offset) throws LinuxException {
        requireAligned(target, offset);
        int whole = target.remaining() - target.remaining() % unit;
        int done = readUnits(target, whole, offset);
        return done == whole && target.hasRemaining() ? done + readRest(target, offset + done) : done;
    }

    /**
     * Reads what is in memory. A direct descriptor would not wait for locks either, but for the device it would: there it
     * is not tried.
     */
    int readNow(ByteBuffer target, long offset) throws LinuxException {
        requireAligned(target, offset);
        if (unit > 1 || !target.hasRemaining()) {
            return 0;
        }
        long[] range = {syscalls.address(target), target.remaining()};
        try {
            long got =
                    descriptor.use("preadv2", offset, fd -> syscalls.libc().preadv2(fd, range, 1, offset, RWF_NOWAIT));
            target.position(target.position() + (int) got);
            return (int) got;
        } catch (LinuxException e) {
            if (NOT_NOW.contains(e.errno())) {
                return 0;
            }
            throw e;
        } finally {
            Reference.reachabilityFence(target);
        }
    }

    void write(ByteBuffer source, long offset) throws LinuxException {
        requireAligned(source, offset);
        int whole = source.remaining() - source.remaining() % unit;
        long end = offset + writeAll(descriptor, source, whole, offset);
        if (source.hasRemaining()) {
            writeAll(buffered(), source, source.remaining(), end);
        }
    }

    /** Closes what was opened here. */
    void close() throws LinuxException {
        synchronized (bufferedLock) {
            if (buffered != null) {
                buffered.close();
            }
        }
    }

    private void requireAligned(ByteBuffer buffer, long offset) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("the buffer is on the heap");
        }
        if (offset < 0 || offset % unit != 0) {
            throw new IllegalArgumentException("offset " + offset + " is not a multiple of " + unit);
        }
        if (unit > 1 && buffer.alignmentOffset(buffer.position(), Math.min(unit, AlignedBuffers.ALIGNMENT)) != 0) {
            throw new IllegalArgumentException("the buffer's address is not a multiple of " + unit);
        }
    }

    private int readUnits(ByteBuffer target, int length, long offset) throws LinuxException {
        int done = 0;
        while (done < length) {
            int got = readOnce(target, length - done, offset + done);
            done += got;
            if (got == 0 || got % unit != 0) {
                break;
            }
        }
        return done;
    }

    private int readRest(ByteBuffer target, long offset) throws LinuxException {
        ByteBuffer one = AlignedBuffers.allocate(unit);
        int got = readOnce(one, unit, offset);
        one.flip().limit(Math.min(got, target.remaining()));
        int copied = one.remaining();
        target.put(one);
        return copied;
    }

    private int readOnce(ByteBuffer target, int count, long offset) throws LinuxException {
        int got = (int) descriptor.use("pread", offset, fd -> syscalls.libc().pread(fd, target, count, offset));
        target.position(target.position() + got);
        return got;
    }

    private int writeAll(Descriptor to, ByteBuffer source, int length, long offset) throws LinuxException {
        int done = 0;
        while (done < length) {
            long at = offset + done;
            int count = length - done;
            int put = (int) to.use("pwrite", at, fd -> syscalls.libc().pwrite(fd, source, count, at));
            source.position(source.position() + put);
            done += put;
        }
        return done;
    }

    private Descriptor buffered() throws LinuxException {
        synchronized (bufferedLock) {
            if (buffered == null) {
                // By number and not by path: the path may have become another file's.
                buffered =
                        descriptor.hold("open", fd -> syscalls.open(Path.of("/proc/self/fd/" + fd), Syscalls.O_RDWR));
            }
            return buffered;
        }
    }
}

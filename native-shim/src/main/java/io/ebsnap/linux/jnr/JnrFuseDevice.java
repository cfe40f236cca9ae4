package io.ebsnap.linux.jnr;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.FuseDevice;
import io.ebsnap.linux.LinuxException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

final class JnrFuseDevice implements FuseDevice {

    /** Unmounted everywhere; aborted. */
    private static final Set<Errno> OVER = EnumSet.of(Errno.ENODEV, Errno.ECONNABORTED);

    /** The request was given up before it could be read. */
    private static final Set<Errno> GIVEN_UP = EnumSet.of(Errno.ENOENT, Errno.EAGAIN);

    private final Syscalls syscalls;
    private final Descriptor descriptor;

    /** Takes the descriptor over. */
    JnrFuseDevice(Syscalls syscalls, Descriptor descriptor) {
        this.syscalls = syscalls;
        this.descriptor = descriptor;
    }

    Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public int read(ByteBuffer target) throws LinuxException {
        while (true) {
            try {
                int got = (int) descriptor.use(
                        "read", LinuxException.NO_OFFSET, fd -> syscalls.libc().read(fd, target, target.remaining()));
                target.position(target.position() + got);
                return got;
            } catch (LinuxException e) {
                if (OVER.contains(e.errno())) {
                    return ENDED;
                }
                if (!GIVEN_UP.contains(e.errno())) {
                    throw e;
                }
            } finally {
                Reference.reachabilityFence(target);
            }
        }
    }

    @Override
    public boolean write(ByteBuffer message) throws LinuxException {
        try {
            descriptor.use(
                    "write", LinuxException.NO_OFFSET, fd -> syscalls.libc().write(fd, message, message.remaining()));
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT || OVER.contains(e.errno())) {
                return false;
            }
            // EPERM is what a connection that has ended says to a writer.
            if (e.errno() == Errno.EPERM) {
                return false;
            }
            throw e;
        } finally {
            Reference.reachabilityFence(message);
        }
    }

    @Override
    public void close() throws LinuxException {
        descriptor.close();
    }
}

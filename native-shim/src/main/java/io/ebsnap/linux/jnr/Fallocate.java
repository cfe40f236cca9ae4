package io.ebsnap.linux.jnr;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import java.util.EnumSet;
import java.util.Set;

/** The ways of {@code fallocate}, on files and on block devices. */
enum Fallocate {
    ALLOCATE(0),
    PUNCH_HOLE(Flag.KEEP_SIZE | Flag.PUNCH_HOLE),
    ZERO_RANGE(Flag.ZERO_RANGE);

    private static final Set<Errno> NOT_OFFERED = EnumSet.of(Errno.EOPNOTSUPP, Errno.ENOSYS, Errno.ENODEV);

    private final int mode;

    Fallocate(int mode) {
        this.mode = mode;
    }

    /**
     * Does it to a range.
     *
     * @return false if the file system or device does not offer it; nothing has changed then
     */
    boolean apply(Syscalls syscalls, Descriptor descriptor, long offset, long length) throws LinuxException {
        if (length == 0) {
            return true;
        }
        try {
            descriptor.use("fallocate " + name(), offset, fd -> syscalls.libc().fallocate(fd, mode, offset, length));
            return true;
        } catch (LinuxException e) {
            if (NOT_OFFERED.contains(e.errno())) {
                return false;
            }
            throw e;
        }
    }

    private static final class Flag {
        static final int KEEP_SIZE = 0x1;
        static final int PUNCH_HOLE = 0x2;
        static final int ZERO_RANGE = 0x10;
    }
}

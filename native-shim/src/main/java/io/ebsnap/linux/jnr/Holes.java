package io.ebsnap.linux.jnr;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import java.util.OptionalLong;

/**
 * Asks a file where data and holes begin. The questions move the descriptor's own place, which nothing else here uses, so
 * several threads may ask at a time.
 */
final class Holes {

    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    private Holes() {}

    /** Where the first data at or after an offset is; empty if there is none; the offset where nobody can tell. */
    static OptionalLong nextData(Syscalls syscalls, Descriptor descriptor, long offset) throws LinuxException {
        return seek(syscalls, descriptor, "SEEK_DATA", SEEK_DATA, offset);
    }

    /** Where the first hole at or after an offset is: the end of the file at the latest; empty if that lies before. */
    static OptionalLong nextHole(Syscalls syscalls, Descriptor descriptor, long offset) throws LinuxException {
        return seek(syscalls, descriptor, "SEEK_HOLE", SEEK_HOLE, offset);
    }

    private static OptionalLong seek(Syscalls syscalls, Descriptor descriptor, String name, int whence, long offset)
            throws LinuxException {
        try {
            return OptionalLong.of(
                    descriptor.use(name, offset, fd -> syscalls.libc().lseek(fd, offset, whence)));
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENXIO) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }
}

package io.ebsnap.linux.jnr;

import io.ebsnap.linux.DataCursor;
import io.ebsnap.linux.DataRange;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import java.util.Optional;

/** Walks the parts of a file that are not holes, on a descriptor of its own whose place it moves. */
final class SeekCursor implements DataCursor {

    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    private final Syscalls syscalls;
    private final Descriptor descriptor;
    private long position;

    /** Takes the descriptor over. */
    SeekCursor(Syscalls syscalls, Descriptor descriptor) {
        this.syscalls = syscalls;
        this.descriptor = descriptor;
    }

    @Override
    public Optional<DataRange> next() throws LinuxException {
        try {
            long start = seek("SEEK_DATA", SEEK_DATA, position);
            long stop = seek("SEEK_HOLE", SEEK_HOLE, start);
            position = stop;
            return Optional.of(new DataRange(start, stop - start));
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENXIO) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private long seek(String name, int whence, long from) throws LinuxException {
        return descriptor.use(name, from, fd -> syscalls.libc().lseek(fd, from, whence));
    }

    @Override
    public void close() throws LinuxException {
        descriptor.close();
    }
}

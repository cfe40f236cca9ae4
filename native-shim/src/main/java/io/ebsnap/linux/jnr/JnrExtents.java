package io.ebsnap.linux.jnr;

import io.ebsnap.linux.DataCursor;
import io.ebsnap.linux.ExtentCursor;
import io.ebsnap.linux.Extents;
import io.ebsnap.linux.LinuxException;
import java.nio.file.Path;

final class JnrExtents implements Extents {

    private final Syscalls syscalls;

    JnrExtents(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    @Override
    public ExtentCursor extents(Path file, long offset, long length, boolean flush) throws LinuxException {
        long end = Math.addExact(offset, length);
        return new FiemapCursor(syscalls, syscalls.open(file, Syscalls.O_RDONLY), offset, end, flush);
    }

    @Override
    public DataCursor dataRanges(Path file) throws LinuxException {
        return new SeekCursor(syscalls, syscalls.open(file, Syscalls.O_RDONLY));
    }
}

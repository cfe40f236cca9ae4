package io.ebsnap.linux.jnr;

import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.PageCache;
import java.nio.file.Path;

final class JnrPageCache implements PageCache {

    private static final int POSIX_FADV_DONTNEED = 4;

    private final Syscalls syscalls;

    JnrPageCache(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    @Override
    public void drop(Path file, long offset, long length) throws LinuxException {
        try (Descriptor descriptor = syscalls.open(file, Syscalls.O_RDONLY)) {
            drop(syscalls, descriptor, offset, length);
        }
    }

    static void drop(Syscalls syscalls, Descriptor descriptor, long offset, long length) throws LinuxException {
        descriptor.useReturningError(
                "posix_fadvise", offset, fd -> syscalls.libc().posix_fadvise(fd, offset, length, POSIX_FADV_DONTNEED));
    }
}

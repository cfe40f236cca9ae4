package io.ebsnap.linux.jnr;

import io.ebsnap.linux.Durability;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import java.nio.file.Path;

final class JnrDurability implements Durability {

    private static final int AT_FDCWD = -100;
    private static final int RENAME_NOREPLACE = 1;

    private final Syscalls syscalls;

    JnrDurability(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    @Override
    public void syncDirectory(Path directory) throws LinuxException {
        try (Descriptor descriptor = syscalls.openDirectory(directory)) {
            descriptor.use("fsync", LinuxException.NO_OFFSET, syscalls.libc()::fsync);
        }
    }

    @Override
    public void syncFileSystem(Path file) throws LinuxException {
        try (Descriptor descriptor = syscalls.open(file, Syscalls.O_RDONLY)) {
            descriptor.use("syncfs", LinuxException.NO_OFFSET, syscalls.libc()::syncfs);
        }
    }

    @Override
    public boolean renameIfAbsent(Path from, Path to) throws LinuxException {
        try {
            syscalls.check(
                    "renameat2",
                    from + " to " + to,
                    LinuxException.NO_OFFSET,
                    () -> syscalls.libc()
                            .renameat2(AT_FDCWD, from.toString(), AT_FDCWD, to.toString(), RENAME_NOREPLACE));
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.EEXIST) {
                return false;
            }
            throw e;
        }
    }
}

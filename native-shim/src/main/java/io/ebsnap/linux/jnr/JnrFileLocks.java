package io.ebsnap.linux.jnr;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.FileLocks;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.LockFile;
import java.nio.file.Files;
import java.nio.file.Path;

final class JnrFileLocks implements FileLocks {

    private final Syscalls syscalls;

    JnrFileLocks(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    @Override
    public LockFile open(Path file) throws LinuxException {
        return new FlockFile(syscalls, syscalls.open(file, flags(file)), file);
    }

    /** A device is opened for reading only: the device manager looks anew at one that was open for writing. */
    private static int flags(Path file) {
        boolean made = !Files.exists(file) || Files.isRegularFile(file);
        return made ? Syscalls.O_RDWR | Syscalls.O_CREAT : Syscalls.O_RDONLY;
    }

    private record FlockFile(Syscalls syscalls, Descriptor descriptor, Path path) implements LockFile {

        private static final int SHARED = 1;
        private static final int EXCLUSIVE = 2;
        private static final int NOT_WAITING = 4;
        private static final int UNLOCK = 8;

        @Override
        public boolean tryLockExclusive() throws LinuxException {
            return tryLock(EXCLUSIVE | NOT_WAITING);
        }

        @Override
        public boolean tryLockShared() throws LinuxException {
            return tryLock(SHARED | NOT_WAITING);
        }

        private boolean tryLock(int operation) throws LinuxException {
            try {
                flock(operation);
                return true;
            } catch (LinuxException e) {
                if (e.errno() == Errno.EAGAIN) {
                    return false;
                }
                throw e;
            }
        }

        @Override
        public void unlock() throws LinuxException {
            flock(UNLOCK);
        }

        private void flock(int operation) throws LinuxException {
            descriptor.use(
                    "flock", LinuxException.NO_OFFSET, fd -> syscalls.libc().flock(fd, operation));
        }

        @Override
        public void close() throws LinuxException {
            descriptor.close();
        }
    }
}

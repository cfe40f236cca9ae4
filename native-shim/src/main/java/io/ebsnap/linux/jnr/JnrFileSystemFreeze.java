package io.ebsnap.linux.jnr;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.FileSystemFreeze;
import io.ebsnap.linux.LinuxException;
import java.nio.file.Path;

final class JnrFileSystemFreeze implements FileSystemFreeze {

    private static final long FIFREEZE = 0xC0045877L;
    private static final long FITHAW = 0xC0045878L;

    private final Syscalls syscalls;

    JnrFileSystemFreeze(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    @Override
    public void freeze(Path mountPoint) throws LinuxException {
        try (Descriptor directory = syscalls.openDirectory(mountPoint)) {
            syscalls.ioctl(directory, "FIFREEZE", FIFREEZE, 0);
        }
    }

    @Override
    public boolean thaw(Path mountPoint) throws LinuxException {
        try (Descriptor directory = syscalls.openDirectory(mountPoint)) {
            syscalls.ioctl(directory, "FITHAW", FITHAW, 0);
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.EINVAL && e.call().equals("FITHAW")) {
                return false;
            }
            throw e;
        }
    }
}

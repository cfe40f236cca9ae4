package io.ebsnap.linux.jnr;

import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.BlockDevices;
import io.ebsnap.linux.DeviceAccess;
import io.ebsnap.linux.DeviceAccess.Caching;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import java.nio.file.Path;

final class JnrBlockDevices implements BlockDevices {

    private final Syscalls syscalls;

    JnrBlockDevices(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    @Override
    public BlockDevice open(Path path, DeviceAccess access) throws LinuxException {
        FileStatus status = FileStatus.of(syscalls, path);
        if (!status.blockDevice() && !status.regularFile()) {
            throw new LinuxException("open", path.toString(), Errno.ENOTBLK.number());
        }
        int flags = access.write() ? Syscalls.O_RDWR : Syscalls.O_RDONLY;
        if (access.exclusive() && status.blockDevice()) {
            flags |= Syscalls.O_EXCL;
        }
        return access.caching() == Caching.BUFFERED
                ? opened(path, flags, access, false)
                : openDirect(path, flags, access);
    }

    private BlockDevice openDirect(Path path, int flags, DeviceAccess access) throws LinuxException {
        try {
            return opened(path, flags | syscalls.machine().directFlag(), access, true);
        } catch (LinuxException e) {
            if (e.errno() == Errno.EINVAL && access.caching() == Caching.DIRECT_IF_POSSIBLE) {
                return opened(path, flags, access, false);
            }
            throw e;
        }
    }

    private BlockDevice opened(Path path, int flags, DeviceAccess access, boolean direct) throws LinuxException {
        Descriptor descriptor = syscalls.open(path, flags);
        try {
            JnrBlockDevice device = new JnrBlockDevice(syscalls, descriptor, path, access.write(), direct);
            // The kernel lets a read-only device be opened for writing and then refuses each write.
            if (access.write() && device.readOnly()) {
                throw new LinuxException("open", path.toString(), Errno.EROFS.number());
            }
            return device;
        } catch (LinuxException e) {
            descriptor.close();
            throw e;
        }
    }
}

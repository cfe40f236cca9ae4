package io.ebsnap.linux.jnr;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.FuseDevice;
import io.ebsnap.linux.FuseDevices;
import io.ebsnap.linux.FuseMount;
import io.ebsnap.linux.Keeper;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.sysfs.ProcessTable;
import java.nio.file.Path;

final class JnrFuseDevices implements FuseDevices {

    private static final Path DEVICE = Path.of("/dev/fuse");

    private static final long MS_RDONLY = 1;
    private static final long MS_NOSUID = 2;
    private static final long MS_NODEV = 4;
    private static final long MS_NOEXEC = 8;
    private static final int MNT_DETACH = 2;
    private static final int UMOUNT_NOFOLLOW = 8;

    private final Syscalls syscalls;

    JnrFuseDevices(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    /** Without "allow_other" the kernel lets nobody but the user named here, and its own threads, use the file. */
    @Override
    public FuseDevice mount(FuseMount mount) throws LinuxException {
        Descriptor device = syscalls.open(DEVICE, Syscalls.O_RDWR);
        try {
            long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC | (mount.readOnly() ? MS_RDONLY : 0);
            String point = mount.mountPoint().toString();
            device.hold(
                    "mount",
                    fd -> syscalls.check(
                            "mount",
                            point,
                            LinuxException.NO_OFFSET,
                            () -> syscalls.libc().mount(mount.source(), point, FuseMount.TYPE, flags, options(fd))));
            return new JnrFuseDevice(syscalls, device);
        } catch (LinuxException e) {
            device.close();
            throw e;
        }
    }

    private String options(int descriptor) {
        return "fd=" + descriptor + ",rootmode=100000,user_id="
                + syscalls.libc().geteuid() + ",group_id=0";
    }

    @Override
    public FuseDevice takeFrom(Keeper keeper, String name) throws LinuxException {
        try (Descriptor process = ProcessDescriptors.open(syscalls, keeper.processId())) {
            // The number may have changed hands before the process was opened, but not since.
            if (ProcessTable.ofThisMachine().startTicks(keeper.processId()).orElse(-1) != keeper.startTicks()) {
                throw new LinuxException("pidfd_open", name, Errno.ESRCH.number());
            }
            return new JnrFuseDevice(syscalls, ProcessDescriptors.take(syscalls, process, JnrKeepers.KEPT, name));
        }
    }

    @Override
    public boolean unmount(Path mountPoint) throws LinuxException {
        String point = mountPoint.toString();
        try {
            syscalls.check(
                    "umount2",
                    point,
                    LinuxException.NO_OFFSET,
                    () -> syscalls.libc().umount2(point, MNT_DETACH | UMOUNT_NOFOLLOW));
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.EINVAL || e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }
}

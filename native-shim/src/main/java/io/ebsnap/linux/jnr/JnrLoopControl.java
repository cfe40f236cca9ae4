package io.ebsnap.linux.jnr;

import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.LoopControl;
import io.ebsnap.linux.LoopDevice;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.LoopStatus;
import io.ebsnap.linux.sysfs.LoopDirectory;
import io.ebsnap.linux.sysfs.ServedFiles;
import io.ebsnap.linux.sysfs.SysfsInventory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

final class JnrLoopControl implements LoopControl {

    private static final Path CONTROL = Path.of("/dev/loop-control");
    private static final long LOOP_CLR_FD = 0x4C01;
    private static final long LOOP_GET_STATUS64 = 0x4C05;
    private static final long LOOP_SET_CAPACITY = 0x4C07;
    private static final long LOOP_CONFIGURE = 0x4C0A;
    private static final long LOOP_CTL_GET_FREE = 0x4C82;
    private static final int LOOP_MAJOR = 7;
    private static final int MODE_BLOCK_OWNER_ONLY = 0060600;

    private static final int ATTEMPTS_MAX = 200;
    private static final long RETRY_PAUSE_NANOS = 2_000_000;

    /** What it looks like when somebody else has taken or removed the device that was free a moment ago. */
    private static final Set<Errno> TAKEN = EnumSet.of(Errno.EBUSY, Errno.ENXIO, Errno.ENODEV);

    private final Syscalls syscalls;

    JnrLoopControl(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    @Override
    public LoopDevice attach(LoopOptions options) throws LinuxException {
        int flags = options.readOnly() ? Syscalls.O_RDONLY : Syscalls.O_RDWR;
        try (Descriptor control = syscalls.open(CONTROL, Syscalls.O_RDWR);
                Descriptor backing = syscalls.open(options.backingFile(), flags)) {
            for (int attempt = 1; ; attempt++) {
                Path device = freeDevice(control);
                try {
                    return attach(device, flags, backing, options);
                } catch (LinuxException e) {
                    if (!TAKEN.contains(e.errno()) || attempt == ATTEMPTS_MAX) {
                        throw e;
                    }
                    LockSupport.parkNanos(RETRY_PAUSE_NANOS);
                }
            }
        }
    }

    @Override
    public Path freeDevice() throws LinuxException {
        try (Descriptor control = syscalls.open(CONTROL, Syscalls.O_RDWR)) {
            return freeDevice(control);
        }
    }

    private Path freeDevice(Descriptor control) throws LinuxException {
        int number = syscalls.ioctl(control, "LOOP_CTL_GET_FREE", LOOP_CTL_GET_FREE, 0);
        Path device = LoopDirectory.node(number);
        if (!Files.exists(device)) {
            makeNode(device, number);
        }
        return device;
    }

    /** A container's /dev does not follow the kernel's. */
    private void makeNode(Path device, int minor) throws LinuxException {
        String name = device.toString();
        long packed = ((long) LOOP_MAJOR << 8) | (minor & 0xff) | ((long) (minor & ~0xff) << 12);
        try {
            syscalls.check(
                    "mknod",
                    name,
                    LinuxException.NO_OFFSET,
                    () -> syscalls.libc().mknod(name, MODE_BLOCK_OWNER_ONLY, packed));
        } catch (LinuxException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
    }

    /**
     * The kernel takes a device that is not opened for writing as read-only; but who keeps it open for writing looks like a writer.
     * So it is held by another descriptor afterwards, opened before the first is closed, that an autoclearing one may stay.
     */
    private LoopDevice attach(Path path, int flags, Descriptor backing, LoopOptions options) throws LinuxException {
        try (Descriptor device = syscalls.open(path, flags)) {
            backing.hold("LOOP_CONFIGURE", fd -> {
                ByteBuffer config = LoopInfo.config(options, fd);
                return syscalls.ioctl(device, "LOOP_CONFIGURE", LOOP_CONFIGURE, config);
            });
            return held(path, device);
        }
    }

    private LoopDevice held(Path path, Descriptor configured) throws LinuxException {
        try {
            DeviceNumber number = FileStatus.of(syscalls, configured).deviceNumber();
            return new AttachedLoop(this, syscalls.open(path, Syscalls.O_RDONLY), path, number);
        } catch (LinuxException e) {
            detach(configured);
            throw e;
        }
    }

    @Override
    public boolean detach(Path device) throws LinuxException {
        try (Descriptor descriptor = syscalls.open(device, Syscalls.O_RDONLY)) {
            return detach(descriptor);
        }
    }

    boolean detach(Descriptor device) throws LinuxException {
        try {
            syscalls.ioctl(device, "LOOP_CLR_FD", LOOP_CLR_FD, 0);
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENXIO) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Optional<LoopStatus> status(Path device) throws IOException {
        Optional<LoopDirectory.BackingFile> bound =
                LoopDirectory.ofThisMachine().backingFile(device);
        ServedFiles served = new ServedFiles(SysfsInventory.ofThisMachine().mounts());
        if (bound.filter(file -> served.has(file.path())).isPresent()) {
            return Optional.empty();
        }
        return askedStatus(device);
    }

    private Optional<LoopStatus> askedStatus(Path device) throws IOException {
        try (Descriptor descriptor = syscalls.open(device, Syscalls.O_RDONLY)) {
            LoopInfo info = new LoopInfo();
            syscalls.ioctl(descriptor, "LOOP_GET_STATUS64", LOOP_GET_STATUS64, info.buffer());
            return LoopDirectory.ofThisMachine().backingFile(device).map(file -> status(device, info, file));
        } catch (LinuxException e) {
            if (TAKEN.contains(e.errno())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static LoopStatus status(Path device, LoopInfo info, LoopDirectory.BackingFile file) {
        return new LoopStatus(
                device,
                file.path(),
                file.deleted(),
                info.backingNumber(),
                info.backingInode(),
                info.offset(),
                info.sizeLimit(),
                info.readOnly(),
                info.directIo(),
                info.autoClear(),
                info.partitionScan());
    }

    @Override
    public List<LoopStatus> attachedTo(Path backingFile) throws IOException {
        FileStatus file = FileStatus.of(syscalls, backingFile);
        return attached().stream()
                .filter(loop -> loop.backingInode() == file.inode()
                        && loop.backingNumber().equals(file.fileSystem()))
                .toList();
    }

    @Override
    public List<LoopStatus> attached() throws IOException {
        List<LoopStatus> found = new ArrayList<>();
        LoopDirectory loops = LoopDirectory.ofThisMachine();
        ServedFiles served = new ServedFiles(SysfsInventory.ofThisMachine().mounts());
        for (Path device : loops.attached()) {
            Optional<LoopDirectory.BackingFile> file = loops.backingFile(device);
            if (file.isPresent() && !served.has(file.get().path())) {
                statusIfServed(device).ifPresent(found::add);
            }
        }
        return List.copyOf(found);
    }

    /** A device whose file was served by a process that is gone has no status any more; it must not keep others from being found. */
    private Optional<LoopStatus> statusIfServed(Path device) throws IOException {
        try {
            return askedStatus(device);
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOTCONN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void refreshCapacity(Path device) throws LinuxException {
        try (Descriptor descriptor = syscalls.open(device, Syscalls.O_RDONLY)) {
            syscalls.ioctl(descriptor, "LOOP_SET_CAPACITY", LOOP_SET_CAPACITY, 0);
        }
    }
}

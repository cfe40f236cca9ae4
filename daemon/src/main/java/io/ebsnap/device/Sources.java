package io.ebsnap.device;

import io.ebsnap.linux.AlignedBuffers;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.BlockDevices;
import io.ebsnap.linux.DeviceAccess;
import io.ebsnap.linux.LinuxException;
import java.nio.file.Path;

/** Opens local devices and files for reading. */
final class Sources {

    private final BlockDevices devices;

    Sources(BlockDevices devices) {
        this.devices = devices;
    }

    /** For a device or file that others may be writing to. */
    LinuxSource plain(Subject subject) throws LinuxException {
        return LinuxSource.plain(subject.name(), whole(subject, access()));
    }

    /**
     * For a device or file that nobody can write to until the source is closed; it is flushed here, so that holes are zeros.
     *
     * @param access how to open it
     */
    LinuxSource quiet(Subject subject, DeviceAccess access) throws LinuxException {
        DeviceWindow window = whole(subject, access);
        try {
            window.device().sync();
            if (subject.device().isEmpty()) {
                return LinuxSource.quietFile(subject.name(), window);
            }
            // Pages that somebody read before the file below was changed would be stale.
            window.device().flushBuffers();
            return subject.backing().isEmpty()
                    ? LinuxSource.plain(subject.name(), window)
                    : LinuxSource.quietLoop(
                            subject.name(), window, part(subject.backing().get(), DeviceAccess.readOnly()));
        } catch (LinuxException | RuntimeException failed) {
            Closing.after(failed, window.device()::close);
            throw failed;
        }
    }

    /** For a file that is ours alone and holds the bytes of a device. */
    LinuxSource own(String name, Backing file) throws LinuxException {
        return LinuxSource.quietFile(name, part(file, access()));
    }

    /** Makes what was written through the device's or file's page cache part of it. */
    void flush(Path path) throws LinuxException {
        try (BlockDevice open = devices.open(path, DeviceAccess.readOnly())) {
            open.sync();
        }
    }

    /** How sources are opened unless there is a reason for another way. */
    static DeviceAccess access() {
        return DeviceAccess.readOnly().directIfPossible();
    }

    private DeviceWindow whole(Subject subject, DeviceAccess access) throws LinuxException {
        BlockDevice open = devices.open(subject.path(), access);
        return new DeviceWindow(open, 0, subject.sizeBytes());
    }

    /** Reads at odd offsets cannot go past the page cache. */
    private DeviceWindow part(Backing backing, DeviceAccess access) throws LinuxException {
        boolean aligned = backing.start() % AlignedBuffers.ALIGNMENT == 0;
        BlockDevice open = devices.open(backing.file(), aligned ? access : DeviceAccess.readOnly());
        return new DeviceWindow(open, backing.start(), backing.sizeBytes());
    }
}

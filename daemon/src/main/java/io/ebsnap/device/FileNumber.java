package io.ebsnap.device;

import io.ebsnap.linux.DeviceNumber;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a file is, whatever its name.
 *
 * @param device that it lies on
 * @param inode its number there
 */
record FileNumber(DeviceNumber device, long inode) {

    private static final int TYPE_MASK = 0xf000;
    private static final int BLOCK_DEVICE = 0x6000;

    /** Of the file behind a path, links followed; empty if there is none. */
    static Optional<FileNumber> find(Path path) {
        try {
            UnixAttributes found = UnixAttributes.of(path);
            return Optional.of(new FileNumber(deviceNumber(found.number("dev")), found.number("ino")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** The number of the block device that a path names; empty if it names none. */
    static Optional<DeviceNumber> ofNode(Path path) {
        try {
            UnixAttributes found = UnixAttributes.of(path);
            boolean block = (found.number("mode") & TYPE_MASK) == BLOCK_DEVICE;
            return block ? Optional.of(deviceNumber(found.number("rdev"))) : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Takes the C library's dev_t apart. */
    private static DeviceNumber deviceNumber(long packed) {
        long major = ((packed >>> 8) & 0xfff) | ((packed >>> 32) & ~0xfffL);
        long minor = (packed & 0xff) | ((packed >>> 12) & ~0xffL & 0xffffffffL);
        return new DeviceNumber(Math.toIntExact(major), Math.toIntExact(minor & 0xfffff));
    }

    @Override
    public String toString() {
        return device + ":" + inode;
    }
}

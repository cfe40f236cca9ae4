package io.ebsnap.linux.sysfs;

import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** What lies behind a path. */
interface Nodes {

    /** The number of the block device that a path leads to; empty if it leads to anything else or nowhere. */
    Optional<DeviceNumber> device(Path path) throws IOException;

    /** The number of the device that a file lies on. */
    DeviceNumber fileSystem(Path file) throws IOException;

    /** A file's path without symbolic links. */
    Path real(Path file) throws IOException;

    /** The files of this machine. */
    static Nodes ofThisMachine() {
        return new Nodes() {
            private static final int KIND_MASK = 0170000;
            private static final int KIND_BLOCK_DEVICE = 0060000;

            @Override
            public Optional<DeviceNumber> device(Path path) throws IOException {
                try {
                    int mode = (int) Files.getAttribute(path, "unix:mode");
                    return (mode & KIND_MASK) == KIND_BLOCK_DEVICE
                            ? Optional.of(unpack((long) Files.getAttribute(path, "unix:rdev")))
                            : Optional.empty();
                } catch (FileSystemException e) {
                    return Optional.empty();
                }
            }

            @Override
            public DeviceNumber fileSystem(Path file) throws IOException {
                return unpack((long) Files.getAttribute(file, "unix:dev"));
            }

            @Override
            public Path real(Path file) throws IOException {
                try {
                    return file.toRealPath();
                } catch (NoSuchFileException e) {
                    LinuxException failure = new LinuxException("stat", file.toString(), Errno.ENOENT.number());
                    failure.initCause(e);
                    throw failure;
                }
            }
        };
    }

    /** The C library's packed form: 8 low bits of minor, 12 of major, the rest of minor, the rest of major. */
    private static DeviceNumber unpack(long packed) {
        int major = (int) (((packed >>> 8) & 0xfff) | ((packed >>> 32) & ~0xfffL));
        int minor = (int) ((packed & 0xff) | ((packed >>> 12) & 0xfff00));
        return new DeviceNumber(major, minor);
    }
}

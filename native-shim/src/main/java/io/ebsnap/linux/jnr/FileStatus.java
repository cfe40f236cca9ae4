package io.ebsnap.linux.jnr;

import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.LinuxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * What {@code statx} tells of a file, by the byte offsets of {@code struct statx}.
 *
 * @param mode kind and permission bits
 * @param inode the file's number on its file system
 * @param sizeBytes its length; 0 for a device
 * @param allocatedBytes what it takes on the disk
 * @param deviceNumber of a device file, the device's number; else 0:0
 * @param fileSystem the number of the device that it lies on
 * @param directAlignmentBytes what offsets of direct I/O must be a multiple of; 0 where the kernel does not say
 */
record FileStatus(
        int mode,
        long inode,
        long sizeBytes,
        long allocatedBytes,
        DeviceNumber deviceNumber,
        DeviceNumber fileSystem,
        int directAlignmentBytes) {

    private static final int BYTES = 256;
    private static final int MODE = 28;
    private static final int INODE = 32;
    private static final int SIZE = 40;
    private static final int SECTORS = 48;
    private static final int DEVICE_MAJOR = 128;
    private static final int DEVICE_MINOR = 132;
    private static final int FILE_SYSTEM_MAJOR = 136;
    private static final int FILE_SYSTEM_MINOR = 140;
    private static final int DIRECT_MEMORY_ALIGNMENT = 152;
    private static final int DIRECT_OFFSET_ALIGNMENT = 156;
    private static final int SECTOR_BYTES = 512;

    private static final int AT_FDCWD = -100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int STATX_DIOALIGN = 0x2000;

    private static final int KIND_MASK = 0170000;
    private static final int KIND_REGULAR = 0100000;
    private static final int KIND_BLOCK_DEVICE = 0060000;

    /** The file behind a path, through symbolic links. */
    static FileStatus of(Syscalls syscalls, Path path) throws LinuxException {
        ByteBuffer buffer = Syscalls.struct(BYTES);
        String name = path.toString();
        syscalls.check(
                "statx",
                name,
                LinuxException.NO_OFFSET,
                () -> syscalls.libc().statx(AT_FDCWD, name, 0, STATX_BASIC_STATS | STATX_DIOALIGN, buffer));
        return read(buffer);
    }

    /** An open file. */
    static FileStatus of(Syscalls syscalls, Descriptor descriptor) throws LinuxException {
        ByteBuffer buffer = Syscalls.struct(BYTES);
        descriptor.use(
                "statx",
                LinuxException.NO_OFFSET,
                fd -> syscalls.libc().statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_DIOALIGN, buffer));
        return read(buffer);
    }

    private static FileStatus read(ByteBuffer buffer) {
        int alignment = Math.max(buffer.getInt(DIRECT_MEMORY_ALIGNMENT), buffer.getInt(DIRECT_OFFSET_ALIGNMENT));
        return new FileStatus(
                Short.toUnsignedInt(buffer.getShort(MODE)),
                buffer.getLong(INODE),
                buffer.getLong(SIZE),
                Math.multiplyExact(buffer.getLong(SECTORS), SECTOR_BYTES),
                new DeviceNumber(buffer.getInt(DEVICE_MAJOR), buffer.getInt(DEVICE_MINOR)),
                new DeviceNumber(buffer.getInt(FILE_SYSTEM_MAJOR), buffer.getInt(FILE_SYSTEM_MINOR)),
                alignment);
    }

    boolean blockDevice() {
        return (mode & KIND_MASK) == KIND_BLOCK_DEVICE;
    }

    boolean regularFile() {
        return (mode & KIND_MASK) == KIND_REGULAR;
    }
}

package io.ebsnap.linux.jnr;

import io.ebsnap.linux.FileSpace;
import io.ebsnap.linux.FileSystemType;
import io.ebsnap.linux.FileSystemUsage;
import io.ebsnap.linux.LinuxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

final class JnrFileSpace implements FileSpace {

    // struct statfs, 120 bytes: u64 type, transfer size, blocks, free blocks, blocks for ordinary users, files, free
    // files,
    // id, length of names, block size
    private static final int STATFS_BYTES = 120;
    private static final int TYPE = 0;
    private static final int TRANSFER_BYTES = 8;
    private static final int BLOCKS = 16;
    private static final int FREE_BLOCKS = 24;
    private static final int AVAILABLE_BLOCKS = 32;
    private static final int FREE_FILES = 48;
    private static final int BLOCK_BYTES = 72;
    private static final long TYPE_MASK = 0xFFFFFFFFL;

    private final Syscalls syscalls;

    JnrFileSpace(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    @Override
    public boolean allocate(Path file, long offset, long length) throws LinuxException {
        return apply(Fallocate.ALLOCATE, file, offset, length);
    }

    @Override
    public boolean punchHole(Path file, long offset, long length) throws LinuxException {
        return apply(Fallocate.PUNCH_HOLE, file, offset, length);
    }

    @Override
    public boolean zeroRange(Path file, long offset, long length) throws LinuxException {
        return apply(Fallocate.ZERO_RANGE, file, offset, length);
    }

    private boolean apply(Fallocate way, Path file, long offset, long length) throws LinuxException {
        try (Descriptor descriptor = syscalls.open(file, Syscalls.O_RDWR)) {
            return way.apply(syscalls, descriptor, offset, length);
        }
    }

    @Override
    public long allocatedBytes(Path file) throws LinuxException {
        return FileStatus.of(syscalls, file).allocatedBytes();
    }

    @Override
    public FileSystemUsage usage(Path file) throws LinuxException {
        ByteBuffer status = Syscalls.struct(STATFS_BYTES);
        String name = file.toString();
        syscalls.check(
                "statfs", name, LinuxException.NO_OFFSET, () -> syscalls.libc().statfs(name, status));
        long told = status.getLong(BLOCK_BYTES);
        long block = told == 0 ? status.getLong(TRANSFER_BYTES) : told;
        return new FileSystemUsage(
                FileSystemType.ofMagic(status.getLong(TYPE) & TYPE_MASK),
                block,
                Math.multiplyExact(status.getLong(BLOCKS), block),
                Math.multiplyExact(status.getLong(FREE_BLOCKS), block),
                Math.multiplyExact(status.getLong(AVAILABLE_BLOCKS), block),
                status.getLong(FREE_FILES));
    }
}

package io.ebsnap.linux.jnr;

import io.ebsnap.linux.AlignedBuffers;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

final class JnrBlockDevice implements BlockDevice {

    private static final int FILE_SECTOR_BYTES = 512;
    private static final int ZEROS_BYTES = 1 << 20;

    private final Syscalls syscalls;
    private final Descriptor descriptor;
    private final Path path;
    private final boolean writable;
    private final boolean direct;
    private final int unit;
    private final Optional<DeviceNumber> number;
    private final BlockIoctls ioctls;
    private final Transfers transfers;

    /** Takes the descriptor over, unless this throws. */
    JnrBlockDevice(Syscalls syscalls, Descriptor descriptor, Path path, boolean writable, boolean direct)
            throws LinuxException {
        this.syscalls = syscalls;
        this.descriptor = descriptor;
        this.path = path;
        this.writable = writable;
        this.direct = direct;
        this.ioctls = new BlockIoctls(syscalls, descriptor);
        FileStatus status = FileStatus.of(syscalls, descriptor);
        this.number = status.blockDevice() ? Optional.of(status.deviceNumber()) : Optional.empty();
        this.unit = direct ? directUnit(status) : 1;
        this.transfers = new Transfers(syscalls, descriptor, unit);
    }

    private int directUnit(FileStatus status) throws LinuxException {
        if (status.blockDevice()) {
            return ioctls.logicalSectorBytes();
        }
        int told = status.directAlignmentBytes();
        return told == 0 ? AlignedBuffers.ALIGNMENT : told;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public Optional<DeviceNumber> number() {
        return number;
    }

    @Override
    public boolean direct() {
        return direct;
    }

    @Override
    public int directAlignmentBytes() {
        return unit;
    }

    @Override
    public long sizeBytes() throws LinuxException {
        return blockDevice()
                ? ioctls.sizeBytes()
                : FileStatus.of(syscalls, descriptor).sizeBytes();
    }

    @Override
    public int logicalSectorBytes() throws LinuxException {
        return blockDevice() ? ioctls.logicalSectorBytes() : FILE_SECTOR_BYTES;
    }

    @Override
    public int physicalSectorBytes() throws LinuxException {
        return blockDevice() ? ioctls.physicalSectorBytes() : FILE_SECTOR_BYTES;
    }

    @Override
    public boolean readOnly() throws LinuxException {
        return blockDevice() ? ioctls.readOnly() : !writable;
    }

    @Override
    public int read(ByteBuffer target, long offset) throws LinuxException {
        return transfers.read(target, offset);
    }

    @Override
    public int readNow(ByteBuffer target, long offset) throws LinuxException {
        return transfers.readNow(target, offset);
    }

    @Override
    public void write(ByteBuffer source, long offset) throws LinuxException {
        transfers.write(source, offset);
    }

    @Override
    public boolean discard(long offset, long length) throws LinuxException {
        if (!blockDevice()) {
            return punchHole(offset, length);
        }
        if (length == 0) {
            return true;
        }
        try {
            ioctls.discard(offset, length);
            return true;
        } catch (LinuxException e) {
            if (e.errno() == Errno.EOPNOTSUPP) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public boolean punchHole(long offset, long length) throws LinuxException {
        return Fallocate.PUNCH_HOLE.apply(syscalls, descriptor, offset, length);
    }

    @Override
    public void zeroOut(long offset, long length) throws LinuxException {
        if (length == 0) {
            return;
        }
        if (blockDevice()) {
            ioctls.zeroOut(offset, length);
        } else if (!Fallocate.ZERO_RANGE.apply(syscalls, descriptor, offset, length)) {
            writeZeros(offset, length);
        }
    }

    private void writeZeros(long offset, long length) throws LinuxException {
        ByteBuffer zeros = AlignedBuffers.allocate((int) Math.min(length, ZEROS_BYTES));
        for (long done = 0; done < length; done += zeros.limit()) {
            zeros.clear().limit((int) Math.min(length - done, zeros.capacity()));
            transfers.write(zeros, offset + done);
        }
    }

    @Override
    public OptionalLong nextData(long offset) throws LinuxException {
        return blockDevice() ? OptionalLong.of(offset) : Holes.nextData(syscalls, descriptor, offset);
    }

    @Override
    public OptionalLong nextHole(long offset) throws LinuxException {
        if (!blockDevice()) {
            return Holes.nextHole(syscalls, descriptor, offset);
        }
        long end = sizeBytes();
        return offset < end ? OptionalLong.of(end) : OptionalLong.empty();
    }

    @Override
    public void syncData() throws LinuxException {
        descriptor.use("fdatasync", LinuxException.NO_OFFSET, syscalls.libc()::fdatasync);
    }

    @Override
    public void sync() throws LinuxException {
        descriptor.use("fsync", LinuxException.NO_OFFSET, syscalls.libc()::fsync);
    }

    @Override
    public void flushBuffers() throws LinuxException {
        if (blockDevice()) {
            ioctls.flushBuffers();
        } else {
            syncData();
            dropCache(0, 0);
        }
    }

    @Override
    public void dropCache(long offset, long length) throws LinuxException {
        JnrPageCache.drop(syscalls, descriptor, offset, length);
    }

    @Override
    public void resize(long sizeBytes) throws LinuxException {
        descriptor.use("ftruncate", sizeBytes, fd -> syscalls.libc().ftruncate(fd, sizeBytes));
    }

    @Override
    public void close() throws LinuxException {
        try (descriptor) {
            transfers.close();
        }
    }

    private boolean blockDevice() {
        return number.isPresent();
    }
}

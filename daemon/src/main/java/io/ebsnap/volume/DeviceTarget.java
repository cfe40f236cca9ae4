package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file or block device as a target. It goes past the page cache where that can be done: its volume may be a device that the page cache
 * is written to, and writing that must not wait for the page cache ({@code docs/design/attach.md}).
 */
final class DeviceTarget implements VolumeTarget {

    /** What part of a range on a device can be made zeros without writing it must be aligned to. */
    private static final int ALIGNMENT = 4096;

    /** Users of attached volumes may ask for so little. */
    private static final int SECTOR = 512;

    private final BlockDevice device;
    private final AnyAlignment access;
    private final boolean startsAsZeros;
    private final boolean inMemory;
    private final @Nullable ThinHoles thin;
    private final @Nullable DeviceClaim claim;
    private volatile long sizeBytes;

    /**
     * A target.
     *
     * @param device opened for writing; closed with the target
     * @param sizeBytes of the volume
     * @param claim keeps others from holding a device; null if that is not wanted; closed with the target
     */
    DeviceTarget(BlockDevice device, long sizeBytes, Nature nature, @Nullable DeviceClaim claim) {
        this.device = device;
        this.access = new AnyAlignment(device);
        this.sizeBytes = sizeBytes;
        this.startsAsZeros = nature.startsAsZeros();
        this.inMemory = nature.inMemory();
        this.thin = nature.thinChunkBytes() == 0 ? null : new ThinHoles(device, nature.thinChunkBytes());
        this.claim = claim;
    }

    /**
     * What a target is like.
     *
     * @param startsAsZeros whether what nobody wrote is zeros
     * @param inMemory whether it lies in memory only: reading never waits then, which such file systems do not tell
     * @param thinChunkBytes of the thin pool that it is a logical volume in and that takes space back; 0 if it is none
     */
    record Nature(boolean startsAsZeros, boolean inMemory, long thinChunkBytes) {
        Nature(boolean startsAsZeros, boolean inMemory) {
            this(startsAsZeros, inMemory, 0);
        }
    }

    @Override
    public String name() {
        return device.path().toString();
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public boolean startsAsZeros() {
        return startsAsZeros;
    }

    @Override
    public boolean readNow(long offset, ByteBuffer target) {
        if (inMemory) {
            read(offset, target);
            return true;
        }
        if (device.direct()) {
            return false;
        }
        int before = target.position();
        boolean whole = of("read", offset, () -> {
            device.readNow(target, offset);
            return !target.hasRemaining();
        });
        if (!whole) {
            target.position(before);
        }
        return whole;
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        int wanted = target.remaining();
        int got = of("read", offset, () -> access.read(target, offset));
        if (got < wanted) {
            throw new Failure.Unavailable(
                    "cannot read " + wanted + " bytes at offset " + offset + " of " + name() + ": it ended after "
                            + got,
                    null);
        }
    }

    @Override
    public void write(long offset, ByteBuffer source) {
        run("write", offset, () -> access.write(source, offset));
    }

    @Override
    public boolean punchHole(long offset, long length) {
        ThinHoles holes = thin;
        if (holes != null) {
            return of("free", offset, () -> holes.punch(offset, length, this::zeroOut));
        }
        if (device.number().isEmpty()) {
            return of("free", offset, () -> device.punchHole(offset, length));
        }
        long from = Math.ceilDiv(offset, ALIGNMENT) * ALIGNMENT;
        long to = (offset + length) / ALIGNMENT * ALIGNMENT;
        if (from >= to || !of("free", from, () -> device.punchHole(from, to - from))) {
            return false;
        }
        writeZeros(offset, from - offset);
        writeZeros(to, offset + length - to);
        return true;
    }

    @Override
    public void zeroOut(long offset, long length) {
        long from = Math.ceilDiv(offset, ALIGNMENT) * ALIGNMENT;
        long to = (offset + length) / ALIGNMENT * ALIGNMENT;
        if (from >= to) {
            writeZeros(offset, length);
            return;
        }
        writeZeros(offset, from - offset);
        run("zero", from, () -> device.zeroOut(from, to - from));
        writeZeros(to, offset + length - to);
    }

    /** For less than two units. */
    private void writeZeros(long offset, long length) {
        if (length > 0) {
            write(offset, ByteBuffer.allocateDirect(Math.toIntExact(length)));
        }
    }

    @Override
    public long nextData(long offset) {
        return Math.min(
                sizeBytes,
                of("ask for data", offset, () -> device.nextData(offset)).orElse(sizeBytes));
    }

    @Override
    public long nextHole(long offset) {
        return Math.min(
                sizeBytes,
                of("ask for a hole", offset, () -> device.nextHole(offset)).orElse(sizeBytes));
    }

    @Override
    public void sync() {
        run("make durable", LinuxException.NO_OFFSET, device::syncData);
    }

    @Override
    public void grow(long newSizeBytes) {
        if (device.number().isEmpty()) {
            run("grow", newSizeBytes, () -> device.resize(newSizeBytes));
        } else if (of("measure", LinuxException.NO_OFFSET, device::sizeBytes) < newSizeBytes) {
            throw new Failure.Invalid(
                    name() + " is smaller than " + newSizeBytes + " bytes", "make the device larger first");
        }
        sizeBytes = newSizeBytes;
    }

    /** What the daemon has in the page cache of a device, the kernel would not see below it; and the other way round. */
    @Override
    public Optional<String> directObstacle() {
        if (!device.direct() && !inMemory) {
            return Optional.of(name() + " is not read and written past the page cache");
        }
        return device.directAlignmentBytes() > SECTOR
                ? Optional.of(name() + " has sectors of " + device.directAlignmentBytes()
                        + " bytes, and attached volumes " + SECTOR)
                : Optional.empty();
    }

    @Override
    public DirectTarget direct() {
        return new DirectTarget(device.path(), device.number().isPresent(), inMemory);
    }

    @Override
    public void release() {
        if (claim != null) {
            claim.close();
        }
    }

    @Override
    public void claim() {
        if (claim != null) {
            run("hold", LinuxException.NO_OFFSET, claim::take);
        }
    }

    @Override
    public void close() {
        try (DeviceClaim _ = claim) {
            run("close", LinuxException.NO_OFFSET, device::close);
        }
    }

    /** A call of the kernel. */
    @FunctionalInterface
    private interface Call<T> {
        T run() throws LinuxException;
    }

    /** A call that answers nothing. */
    @FunctionalInterface
    private interface Action {
        void run() throws LinuxException;
    }

    private void run(String what, long offset, Action action) {
        boolean unused = of(what, offset, () -> {
            action.run();
            return true;
        });
    }

    private <T> T of(String what, long offset, Call<T> call) {
        try {
            return call.run();
        } catch (LinuxException failed) {
            String place = offset == LinuxException.NO_OFFSET ? "" : " at offset " + offset + " of";
            String message = "cannot " + what + place + " " + name() + ": " + failed.getMessage();
            throw failed.errno() == Errno.ENOSPC || failed.errno() == Errno.EDQUOT
                    ? new Failure.Exhausted(message, "make room on the file system of the volume's target", failed)
                    : new Failure.Unavailable(message, failed);
        }
    }
}

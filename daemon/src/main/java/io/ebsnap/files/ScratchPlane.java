package io.ebsnap.files;

import io.ebsnap.failure.Failure;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.VolumeExtent;
import io.ebsnap.volume.ZeroMode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A part of a snapshot that takes writes, which go to a scratch file: so the kernel can replay the journal of a file system that was not
 * unmounted when the snapshot was taken. The scratch is bounded; what does not fit is {@link Failure.Exhausted}. Safe for use by several threads.
 */
final class ScratchPlane implements DataPlane {

    private static final int UNIT = ScratchFile.UNIT;

    private final DataPlane base;
    private final ScratchFile scratch;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /** Over a plane and a scratch; both are closed with it. */
    ScratchPlane(DataPlane base, ScratchFile scratch) {
        this.base = base;
        this.scratch = scratch;
    }

    @Override
    public String name() {
        return base.name();
    }

    @Override
    public long sizeBytes() {
        return base.sizeBytes();
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public boolean readNow(long offset, ByteBuffer target) {
        if (!lock.readLock().tryLock()) {
            return false;
        }
        try {
            requireInside(offset, target.remaining());
            return !overlaps(offset, target.remaining()) && base.readNow(offset, target);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        lock.readLock().lock();
        try {
            requireInside(offset, target.remaining());
            readHeld(offset, target);
        } finally {
            lock.readLock().unlock();
        }
    }

    private void readHeld(long offset, ByteBuffer target) {
        int limit = target.limit();
        try {
            for (long at = offset; target.position() < limit; ) {
                int length = (int) Math.min(alike(at, offset + limit), limit - target.position());
                target.limit(target.position() + length);
                if (scratch.has(at / UNIT)) {
                    scratch.read(at / UNIT, (int) (at % UNIT), target);
                } else {
                    base.read(at, target);
                }
                at += length;
            }
        } finally {
            target.limit(limit);
        }
    }

    /** How many bytes can be read in one step: a unit of the scratch, or what lies before the next one. */
    private long alike(long at, long end) {
        long stop = at - at % UNIT + UNIT;
        if (scratch.isEmpty()) {
            return end - at;
        }
        if (!scratch.has(at / UNIT)) {
            while (stop < end && !scratch.has(stop / UNIT)) {
                stop += UNIT;
            }
        }
        return stop - at;
    }

    private boolean overlaps(long offset, long length) {
        for (long unit = offset / UNIT; !scratch.isEmpty() && unit * UNIT < offset + length; unit++) {
            if (scratch.has(unit)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void write(long offset, ByteBuffer source, Fua fua) {
        lock.writeLock().lock();
        try {
            requireInside(offset, source.remaining());
            requireRoom(offset, source.remaining());
            int limit = source.limit();
            for (long at = offset; source.position() < limit; ) {
                int length = (int) Math.min(UNIT - at % UNIT, limit - source.position());
                put(at, source.slice(source.position(), length));
                source.position(source.position() + length);
                at += length;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Only what is new takes room. */
    private void requireRoom(long offset, long length) {
        long wanted = 0;
        for (long unit = offset / UNIT; unit * UNIT < offset + length && wanted <= scratch.room(); unit++) {
            wanted += scratch.has(unit) ? 0 : 1;
        }
        if (wanted > scratch.room()) {
            throw new Failure.Exhausted(
                    "more than " + ScratchFile.UNITS_MAX / 256 + " MiB were written over a part of " + name(),
                    "make a volume of the snapshot instead",
                    null);
        }
    }

    private void put(long at, ByteBuffer part) {
        long unit = at / UNIT;
        ByteBuffer whole = ByteBuffer.allocateDirect(UNIT);
        if (part.remaining() < UNIT) {
            whole.limit((int) Math.min(UNIT, sizeBytes() - unit * UNIT));
            readHeld(unit * UNIT, whole);
            whole.clear();
        }
        whole.put((int) (at % UNIT), part, 0, part.remaining());
        scratch.put(unit, whole);
    }

    @Override
    public boolean writeZeroes(long offset, long length, ZeroMode mode, Fua fua) {
        if (mode.fastOnly()) {
            lock.readLock().lock();
            try {
                requireInside(offset, length);
                return false;
            } finally {
                lock.readLock().unlock();
            }
        }
        trim(offset, length, fua);
        return true;
    }

    @Override
    public void trim(long offset, long length, Fua fua) {
        lock.writeLock().lock();
        try {
            requireInside(offset, length);
            requireRoom(offset, length);
            for (long at = offset; at < offset + length; ) {
                int part = (int) Math.min(UNIT - at % UNIT, offset + length - at);
                put(at, ByteBuffer.allocate(part));
                at += part;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** It need not outlive the machine: the next mount begins with the snapshot as it is. */
    @Override
    public void flush() {
        lock.readLock().lock();
        try {
            requireInside(0, 0);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void prefetch(long offset, long length) {
        lock.readLock().lock();
        try {
            requireInside(offset, length);
            base.prefetch(offset, length);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public List<VolumeExtent> extents(long offset, long length, int extentsMax) {
        lock.readLock().lock();
        try {
            requireInside(offset, length);
            return overlaps(offset, length)
                    ? List.of(new VolumeExtent(length, false, false, false))
                    : base.extents(offset, length, extentsMax);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Waits for calls under way. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.writeLock().unlock();
        }
        try (base;
                scratch) {
            // Both.
        }
    }

    private void requireInside(long offset, long length) {
        if (closed) {
            throw new Failure.Conflict(name() + " was closed");
        }
        if (offset < 0 || length < 0 || length > sizeBytes() - offset) {
            throw new Failure.Invalid(
                    length + " bytes at " + offset + " are not within the " + sizeBytes() + " bytes of " + name());
        }
    }
}

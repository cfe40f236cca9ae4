package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A snapshot's bytes, to be read only: blocks come from the store, and some are kept. Safe for use by several threads. */
public final class SnapshotPlane implements DataPlane {

    private final String name;
    private final long sizeBytes;
    private final SourceBlocks source;
    private final BlockCache cache;
    private final Runnable ended;
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
    private volatile boolean closed;

    /**
     * A view of a snapshot.
     *
     * @param name its id
     * @param source its blocks
     * @param cache of this snapshot's blocks
     * @param ended is called once when it is closed
     */
    public SnapshotPlane(String name, long sizeBytes, SourceBlocks source, BlockCache cache, Runnable ended) {
        this.name = name;
        this.sizeBytes = sizeBytes;
        this.source = source;
        this.cache = cache;
        this.ended = ended;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public boolean readOnly() {
        return true;
    }

    @Override
    public boolean readNow(long offset, ByteBuffer target) {
        requireInside(offset, target.remaining());
        int length = target.remaining();
        if (length == 0) {
            return true;
        }
        BlockIndex block = Units.blockOf(offset);
        if (!block.equals(Units.blockOf(offset + length - 1)) || source.isHole(block)) {
            return false;
        }
        byte[] known = cache.known(block);
        if (known != null) {
            target.put(known, (int) (offset % Units.BLOCK), length);
        }
        return known != null;
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        requireInside(offset, target.remaining());
        life.readLock().lock();
        try {
            requireOpen();
            long at = offset;
            while (target.hasRemaining()) {
                int length = (int) Math.min(target.remaining(), Units.endOfBlock(at) - at);
                readPart(at, length, target);
                at += length;
            }
        } finally {
            life.readLock().unlock();
        }
    }

    private void readPart(long at, int length, ByteBuffer target) {
        BlockIndex block = Units.blockOf(at);
        if (source.isHole(block)) {
            target.put(new byte[length]);
        } else {
            target.put(cache.get(block), (int) (at % Units.BLOCK), length);
        }
    }

    @Override
    public void write(long offset, ByteBuffer from, Fua fua) {
        throw refused(offset, from.remaining());
    }

    @Override
    public boolean writeZeroes(long offset, long length, ZeroMode mode, Fua fua) {
        throw refused(offset, length);
    }

    @Override
    public void trim(long offset, long length, Fua fua) {
        throw refused(offset, length);
    }

    private Failure refused(long offset, long length) {
        requireInside(offset, length);
        return new Failure.Denied(name + " is a snapshot: it cannot be changed", "make a volume from it");
    }

    @Override
    public void flush() {
        requireOpen();
    }

    @Override
    public void prefetch(long offset, long length) {
        requireInside(offset, length);
    }

    @Override
    public List<VolumeExtent> extents(long offset, long length, int extentsMax) {
        requireInside(offset, length);
        List<VolumeExtent> extents = new ArrayList<>();
        long end = offset + length;
        for (long at = offset; at < end; ) {
            boolean hole = source.isHole(Units.blockOf(at));
            long stop = Math.min(end, Units.endOfBlock(at));
            while (stop < end && source.isHole(Units.blockOf(stop)) == hole) {
                stop = Math.min(end, Units.endOfBlock(stop));
            }
            if (extents.size() == extentsMax) {
                break;
            }
            extents.add(new VolumeExtent(stop - at, hole, hole, hole));
            at = stop;
        }
        return extents;
    }

    @Override
    public void close() {
        life.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            life.writeLock().unlock();
        }
        ended.run();
    }

    private void requireInside(long offset, long length) {
        requireOpen();
        if (offset < 0 || length < 0 || length > sizeBytes - offset) {
            throw new Failure.Invalid(
                    length + " bytes at " + offset + " are not within the " + sizeBytes + " bytes of " + name);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new Failure.Conflict(name + " was closed");
        }
    }
}

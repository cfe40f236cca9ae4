package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A volume in memory that keeps every promise of the contract. A sector that was never written, or trimmed, is a hole. */
public final class MemoryDataPlane implements DataPlane {

    private static final int SECTOR_BYTES = 512;

    private final String name;
    private final boolean readOnly;

    @GuardedBy("this")
    private byte[] bytes;

    @GuardedBy("this")
    private boolean[] written;

    @GuardedBy("this")
    private boolean closed;

    @GuardedBy("this")
    private long flushes;

    /** A writable volume of zeros. */
    public MemoryDataPlane(String name, int sizeBytes) {
        this(name, new byte[sizeBytes], false);
    }

    /** A volume of a content, which is not copied. */
    public MemoryDataPlane(String name, byte[] content, boolean readOnly) {
        this.name = name;
        this.bytes = content;
        this.readOnly = readOnly;
        this.written = new boolean[(content.length + SECTOR_BYTES - 1) / SECTOR_BYTES];
        markContent();
    }

    private synchronized void markContent() {
        for (int i = 0; i < bytes.length; i++) {
            written[i / SECTOR_BYTES] |= bytes[i] != 0;
        }
    }

    /** How often it was flushed, forced changes included. */
    public synchronized long flushes() {
        return flushes;
    }

    /** A copy of what it holds. */
    public synchronized byte[] content() {
        return bytes.clone();
    }

    /** Makes it longer. */
    public synchronized void grow(int sizeBytes) {
        bytes = Arrays.copyOf(bytes, sizeBytes);
        written = Arrays.copyOf(written, (sizeBytes + SECTOR_BYTES - 1) / SECTOR_BYTES);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized long sizeBytes() {
        return bytes.length;
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public synchronized boolean readNow(long offset, ByteBuffer target) {
        read(offset, target);
        return true;
    }

    @Override
    public synchronized void read(long offset, ByteBuffer target) {
        requireOpen(offset, target.remaining());
        target.put(bytes, (int) offset, target.remaining());
    }

    @Override
    public synchronized void write(long offset, ByteBuffer source, Fua fua) {
        requireWritable(offset, source.remaining());
        int length = source.remaining();
        source.get(bytes, (int) offset, length);
        mark(offset, length);
        force(fua);
    }

    @Override
    public synchronized boolean writeZeroes(long offset, long length, ZeroMode mode, Fua fua) {
        requireWritable(offset, length);
        if (mode.fastOnly() && !mode.mayTrim()) {
            return false;
        }
        if (mode.mayTrim()) {
            trim(offset, length, fua);
        } else {
            Arrays.fill(bytes, (int) offset, (int) (offset + length), (byte) 0);
            mark(offset, length);
            force(fua);
        }
        return true;
    }

    @Override
    public synchronized void trim(long offset, long length, Fua fua) {
        requireWritable(offset, length);
        Arrays.fill(bytes, (int) offset, (int) (offset + length), (byte) 0);
        for (long at = roundUp(offset); at + SECTOR_BYTES <= offset + length; at += SECTOR_BYTES) {
            written[(int) (at / SECTOR_BYTES)] = false;
        }
        force(fua);
    }

    @Override
    public synchronized void flush() {
        requireOpen(0, 0);
        flushes++;
    }

    @Override
    public synchronized void prefetch(long offset, long length) {
        requireOpen(offset, length);
    }

    @Override
    public synchronized List<VolumeExtent> extents(long offset, long length, int extentsMax) {
        requireOpen(offset, length);
        List<VolumeExtent> extents = new ArrayList<>();
        long at = offset;
        while (at < offset + length && extents.size() < extentsMax) {
            boolean data = written[(int) (at / SECTOR_BYTES)];
            long end = at;
            while (end < offset + length && written[(int) (end / SECTOR_BYTES)] == data) {
                end = Math.min(offset + length, (end / SECTOR_BYTES + 1) * SECTOR_BYTES);
            }
            extents.add(new VolumeExtent(end - at, !data, !data, true));
            at = end;
        }
        return extents;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    @GuardedBy("this")
    private void mark(long offset, long length) {
        for (long at = offset; at < offset + length; at = (at / SECTOR_BYTES + 1) * SECTOR_BYTES) {
            written[(int) (at / SECTOR_BYTES)] = true;
        }
    }

    @GuardedBy("this")
    private void force(Fua fua) {
        if (fua == Fua.YES) {
            flushes++;
        }
    }

    @GuardedBy("this")
    private void requireWritable(long offset, long length) {
        if (readOnly) {
            throw new Failure.Denied(name + " is read-only");
        }
        requireOpen(offset, length);
    }

    @GuardedBy("this")
    private void requireOpen(long offset, long length) {
        if (closed) {
            throw new Failure.Conflict(name + " was closed");
        }
        if (offset < 0 || length < 0 || length > bytes.length - offset) {
            throw new Failure.Invalid(
                    length + " bytes at " + offset + " are not within the " + bytes.length + " bytes of " + name);
        }
    }

    private static long roundUp(long offset) {
        return (offset + SECTOR_BYTES - 1) / SECTOR_BYTES * SECTOR_BYTES;
    }
}

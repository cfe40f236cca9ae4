package io.ebsnap.files;

import io.ebsnap.failure.Failure;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.ForwardingDataPlane;
import io.ebsnap.volume.VolumeExtent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** A part of a snapshot as a data plane of its own, to be read only. Closing it closes the snapshot. Safe for use by several threads. */
final class PartPlane extends ForwardingDataPlane {

    private final DataPlane whole;
    private final List<Stretch> stretches;

    /** Where each stretch begins within the part, and where the last one ends. */
    private final long[] starts;

    PartPlane(DataPlane whole, List<Stretch> stretches) {
        super(whole);
        this.whole = whole;
        this.stretches = List.copyOf(stretches);
        this.starts = new long[stretches.size() + 1];
        for (int i = 0; i < stretches.size(); i++) {
            starts[i + 1] = Math.addExact(starts[i], stretches.get(i).length());
        }
    }

    @Override
    public long sizeBytes() {
        return starts[starts.length - 1];
    }

    @Override
    public boolean readNow(long offset, ByteBuffer target) {
        requireInside(offset, target.remaining());
        if (!target.hasRemaining()) {
            return true;
        }
        int at = stretchAt(offset);
        long within = offset - starts[at];
        return stretches.get(at).together(within) >= target.remaining()
                && whole.readNow(stretches.get(at).place(within), target);
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        requireInside(offset, target.remaining());
        int limit = target.limit();
        try {
            for (long at = offset; target.position() < limit; ) {
                int length = (int) Math.min(together(at), limit - target.position());
                target.limit(target.position() + length);
                whole.read(place(at), target);
                at += length;
            }
        } finally {
            target.limit(limit);
        }
    }

    /** What reaches over the end of a piece is asked for as far as that. */
    @Override
    public void prefetch(long offset, long length) {
        requireInside(offset, length);
        if (length > 0) {
            whole.prefetch(place(offset), Math.min(length, together(offset)));
        }
    }

    @Override
    public List<VolumeExtent> extents(long offset, long length, int extentsMax) {
        requireInside(offset, length);
        if (length == 0) {
            return List.of();
        }
        long piece = Math.min(length, together(offset));
        return whole.extents(place(offset), piece, extentsMax);
    }

    private long place(long offset) {
        int at = stretchAt(offset);
        return stretches.get(at).place(offset - starts[at]);
    }

    private long together(long offset) {
        int at = stretchAt(offset);
        return stretches.get(at).together(offset - starts[at]);
    }

    private int stretchAt(long offset) {
        int found = Arrays.binarySearch(starts, offset);
        return found >= 0 ? found : -found - 2;
    }

    private void requireInside(long offset, long length) {
        if (offset < 0 || length < 0 || length > sizeBytes() - offset) {
            throw new Failure.Invalid(length + " bytes at " + offset + " are not within the " + sizeBytes()
                    + " bytes of a part of " + name());
        }
    }
}

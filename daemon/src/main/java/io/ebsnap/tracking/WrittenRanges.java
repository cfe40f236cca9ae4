package io.ebsnap.tracking;

import io.ebsnap.device.DirtyBitmaps;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What a dirty bitmap says, asked for piece by piece: a block of which no byte was written is unchanged. */
final class WrittenRanges implements ChangeCursor {

    private final DirtyBitmaps bitmaps;
    private final String bitmap;
    private final long end;
    private final Deque<DirtyBitmaps.Range> ahead = new ArrayDeque<>();

    /** All from the last position that was asked for up to here was not written. */
    private long cleanTo;

    private String doubt = "";

    /** @param end of the volume: bytes */
    WrittenRanges(DirtyBitmaps bitmaps, String bitmap, long end) {
        this.bitmaps = bitmaps;
        this.bitmap = bitmap;
        this.end = end;
    }

    @Override
    public long unchangedFrom(long block, long countMax) {
        if (!doubt.isEmpty()) {
            return 0;
        }
        long from = Math.multiplyExact(block, (long) VolumeGeometry.BLOCK_BYTES);
        long left = (end - from + VolumeGeometry.BLOCK_BYTES - 1) / VolumeGeometry.BLOCK_BYTES;
        long count = Math.min(left, countMax);
        long limit = Math.min(end, from + count * VolumeGeometry.BLOCK_BYTES);
        try {
            long clean = cleanFrom(from, limit);
            return clean >= limit ? count : (clean - from) / VolumeGeometry.BLOCK_BYTES;
        } catch (Failure failed) {
            doubt = String.valueOf(failed.getMessage());
            return 0;
        }
    }

    private long cleanFrom(long from, long limit) {
        long position = Math.max(from, cleanTo);
        while (position < limit && !at(position).written()) {
            position = at(position).end();
        }
        cleanTo = position;
        return position;
    }

    private DirtyBitmaps.Range at(long position) {
        while (!ahead.isEmpty() && ahead.getFirst().end() <= position) {
            ahead.removeFirst();
        }
        if (ahead.isEmpty()) {
            ahead.addAll(bitmaps.written(bitmap, position));
            if (ahead.isEmpty() || ahead.getLast().end() <= position) {
                throw new Failure.Unavailable("the bitmap " + bitmap + " says nothing of offset " + position, null);
            }
            return at(position);
        }
        return ahead.getFirst();
    }

    @Override
    public Optional<String> doubt() {
        return doubt.isEmpty() ? Optional.empty() : Optional.of(doubt);
    }

    @Override
    public void close() {
        ahead.clear();
    }
}

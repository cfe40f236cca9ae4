package io.ebsnap.tracking;

import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.linux.Extent;
import io.ebsnap.linux.ExtentCursor;
import io.ebsnap.linux.LinuxException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares where two copies of a file lie on the disk: what both have in the same place is the same in both, and so is what is a hole or
 * not written in both. Whatever is not plainly that counts as changed: places that are not known, compressed, encrypted or among
 * metadata. The extents of both are walked along once, a page of the kernel's answer at a time, however many they are.
 */
final class ExtentComparison implements ChangeCursor {

    private static final Logger LOG = LoggerFactory.getLogger(ExtentComparison.class);

    private final Side before;
    private final Side now;
    private final long start;
    private final long end;
    private final Supplier<Optional<String>> voided;

    /** All from the last position that was asked for up to here is the same in both. */
    private long sameTo;

    private String doubt = "";

    /**
     * A comparison of one range of two files.
     *
     * @param before of the range; closed with this
     * @param now likewise
     * @param start of the range
     * @param end of the range
     * @param voided why the comparison counts for nothing, looked at when all is done
     */
    record Range(ExtentCursor before, ExtentCursor now, long start, long end, Supplier<Optional<String>> voided) {}

    ExtentComparison(Range range) {
        this.before = new Side(range.before());
        this.now = new Side(range.now());
        this.start = range.start();
        this.end = range.end();
        this.voided = range.voided();
        this.sameTo = start;
    }

    @Override
    public long unchangedFrom(long block, long countMax) {
        if (!doubt.isEmpty()) {
            return 0;
        }
        long from = start + Math.multiplyExact(block, (long) VolumeGeometry.BLOCK_BYTES);
        long left = (end - from + VolumeGeometry.BLOCK_BYTES - 1) / VolumeGeometry.BLOCK_BYTES;
        long count = Math.min(left, countMax);
        long limit = Math.min(end, from + count * VolumeGeometry.BLOCK_BYTES);
        try {
            long same = sameFrom(from, limit);
            return same >= limit ? count : (same - from) / VolumeGeometry.BLOCK_BYTES;
        } catch (LinuxException failed) {
            doubt = "where the copies lie cannot be read: " + failed.getMessage();
            return 0;
        }
    }

    /** Up to where from a position on both are the same; at most a little beyond a limit. */
    private long sameFrom(long from, long limit) throws LinuxException {
        long position = Math.max(from, sameTo);
        while (position < limit && isSameAt(position)) {
            position = Math.min(before.pieceEnd(position), now.pieceEnd(position));
        }
        sameTo = position;
        return Math.max(from, position);
    }

    private boolean isSameAt(long position) throws LinuxException {
        Extent old = before.at(position);
        Extent young = now.at(position);
        if (old == null || young == null) {
            return old == null && young == null;
        }
        return isPlain(old)
                && isPlain(young)
                && old.physicalOffset() - old.logicalOffset() == young.physicalOffset() - young.logicalOffset();
    }

    private static boolean isPlain(Extent extent) {
        return !extent.locationUnknown() && !extent.encoded() && !extent.inline();
    }

    @Override
    public Optional<String> doubt() {
        return doubt.isEmpty() ? Optional.empty() : Optional.of(doubt);
    }

    @Override
    public Optional<String> voided() {
        return voided.get();
    }

    @Override
    public void close() {
        before.close();
        now.close();
    }

    /** One of the two files. */
    private static final class Side {
        private final ExtentCursor cursor;
        private @Nullable Extent ahead;
        private boolean ended;

        Side(ExtentCursor cursor) {
            this.cursor = cursor;
        }

        /** The written extent that covers a position; null where it reads as zeros. */
        @Nullable
        Extent at(long position) throws LinuxException {
            seek(position);
            Extent found = ahead;
            return found == null || found.logicalOffset() > position || isZeros(found) ? null : found;
        }

        /** Where what covers a position ends, be it an extent or a hole. */
        long pieceEnd(long position) throws LinuxException {
            seek(position);
            Extent found = ahead;
            if (found == null) {
                return Long.MAX_VALUE;
            }
            return found.logicalOffset() > position ? found.logicalOffset() : found.logicalEnd();
        }

        private void seek(long position) throws LinuxException {
            while (!ended && (ahead == null || ahead.logicalEnd() <= position)) {
                ahead = cursor.next().orElse(null);
                ended = ahead == null;
            }
        }

        private static boolean isZeros(Extent extent) {
            return extent.unwritten() && !extent.delayed();
        }

        void close() {
            try {
                cursor.close();
            } catch (LinuxException unimportant) {
                LOG.debug("nothing was written: {}", unimportant.getMessage());
            }
        }
    }
}

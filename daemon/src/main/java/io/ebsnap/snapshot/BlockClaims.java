package io.ebsnap.snapshot;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.device.BlockSource;
import io.ebsnap.geometry.VolumeGeometry;
import org.jspecify.annotations.Nullable;

/**
 * Hands the blocks of a volume out in ascending order. Neighbouring blocks that are known to be zeros are one claim, found in a
 * number of steps that grows with the logarithm of their number: a sparse volume of any size is passed over in no time. Safe for use
 * by several threads.
 */
final class BlockClaims {

    /** 512 GiB at a time, so that stopping and progress keep up. */
    private static final long ZEROS_MAX = 1L << 20;

    private final BlockSource source;
    private final VolumeGeometry geometry;
    private final long blockCount;
    private final KnownBlocks known;
    private final CopyWindow window;

    @GuardedBy("this")
    private long next;

    BlockClaims(BlockSource source, KnownBlocks known, CopyWindow window) {
        this.source = source;
        this.known = known;
        this.geometry = source.geometry();
        this.blockCount = geometry.blockCount();
        this.window = window;
    }

    /** The next claim, once the window has room for it; null at the end of the volume or when the copy was stopped. */
    synchronized @Nullable Claim take() {
        if (next >= blockCount) {
            return null;
        }
        long sequence = window.reserve();
        if (sequence < 0) {
            return null;
        }
        long zeros = zerosAt(next);
        Claim claim = zeros > 0 ? new Claim.Zeros(sequence, next, zeros) : known.claim(sequence, next);
        next += claim.count();
        return claim;
    }

    /** How many blocks from one on are known to be zeros: doubles its step while it can, then halves it. */
    private long zerosAt(long first) {
        long found = 0;
        long step = 1;
        while (isZero(first + found, step)) {
            found += step;
            step = Math.min(found, room(first + found));
        }
        for (step /= 2; step > 0; step /= 2) {
            if (isZero(first + found, step)) {
                found += step;
            }
        }
        return Math.min(found, ZEROS_MAX);
    }

    private long room(long block) {
        return Math.min(ZEROS_MAX, blockCount - block);
    }

    private boolean isZero(long block, long count) {
        if (count == 0 || block + count > blockCount) {
            return false;
        }
        long from = block * VolumeGeometry.BLOCK_BYTES;
        long to = Math.min(geometry.sizeBytes(), (block + count) * VolumeGeometry.BLOCK_BYTES);
        return source.knownZeros(from, to - from);
    }
}

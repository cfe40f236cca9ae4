package io.ebsnap.direct;

import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Reason;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The blocks of one upload that are being written. Of two writes of one block at once nobody could tell which counts, unless they say the
 * same. Safe for use by several threads.
 */
final class BlocksInFlight {

    private final ConcurrentHashMap<Long, Claimed> claimed = new ConcurrentHashMap<>();

    /** What is written into a block, and by how many. */
    private record Claimed(BlockChecksum checksum, int writers) {}

    /** A write that is under way. */
    interface Claim extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Begins a write.
     *
     * @throws Failure.Conflict if another one writes other content
     */
    Claim claim(long index, BlockChecksum checksum) {
        claimed.compute(index, (block, other) -> {
            if (other == null) {
                return new Claimed(checksum, 1);
            }
            if (!other.checksum().equals(checksum)) {
                throw new Failure.Conflict(
                        Reason.CONFLICTING_BLOCK_UPDATE, "other content of block " + block + " is being written");
            }
            return new Claimed(checksum, other.writers() + 1);
        });
        return () -> release(index);
    }

    private void release(long index) {
        claimed.computeIfPresent(
                index, (block, held) -> held.writers() == 1 ? null : new Claimed(held.checksum(), held.writers() - 1));
    }
}

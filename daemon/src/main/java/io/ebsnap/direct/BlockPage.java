package io.ebsnap.direct;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list of blocks.
 *
 * @param blocks in ascending order
 * @param expiryTime until when their tokens are good
 * @param volumeGibibytes size of the volume, rounded up; of two snapshots that of the second
 * @param nextToken leads to the next part, within an hour; null if there is none
 * @param <B> what is told of a block
 */
public record BlockPage<B>(
        List<B> blocks,
        Instant expiryTime,
        int volumeGibibytes,
        @Nullable String nextToken) {

    public BlockPage {
        blocks = List.copyOf(blocks);
    }
}

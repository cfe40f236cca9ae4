package io.ebsnap.snapshot;

import io.ebsnap.identity.ChunkId;
import java.util.HashMap;
import java.util.Map;

/**
 * A set of chunk ids with the lengths of their contents, or above a bound a random half, quarter, eighth ... of it. Ids are keyed hashes,
 * so any rule on their bits is a fair draw. To be used by one thread.
 */
final class IdSample {

    /** Spreads what {@code hashCode} leaves uneven to the high bits. */
    private static final int GOLDEN = 0x9E3779B9;

    private static final int LEVEL_MAX = 24;

    private final int idsMax;
    private final Map<ChunkId, Integer> plainLengths = new HashMap<>();
    private int level;
    private int drawn;

    /** An empty sample of at most so many ids. */
    IdSample(int idsMax) {
        this.idsMax = idsMax;
    }

    /** Adds an id; the longer length counts if it is there. */
    void add(ChunkId id, int plainLength) {
        if (!isDrawn(id)) {
            return;
        }
        plainLengths.merge(id, plainLength, Math::max);
        while (plainLengths.size() > idsMax && level < LEVEL_MAX) {
            level++;
            plainLengths.keySet().removeIf(old -> !isDrawn(old));
        }
        drawn = plainLengths.size();
    }

    void strikeOut(ChunkId id) {
        plainLengths.remove(id);
    }

    /** What is left, scaled up to the whole. */
    Sums sums(StoredLength storedLength) {
        long plain = 0;
        long stored = 0;
        for (Map.Entry<ChunkId, Integer> entry : plainLengths.entrySet()) {
            plain += entry.getValue();
            stored += storedLength.of(entry.getKey());
        }
        return new Sums(plain << level, stored << level);
    }

    /** The standard error of the sums, as a share of those that were drawn from; 0 if nothing was left out. */
    double relativeError() {
        return level == 0 ? 0 : 1 / Math.sqrt(Math.max(1, drawn));
    }

    private boolean isDrawn(ChunkId id) {
        return level == 0 || (id.hashCode() * GOLDEN) >>> (Integer.SIZE - level) == 0;
    }

    /** What a chunk takes in the store: bytes. */
    @FunctionalInterface
    interface StoredLength {
        int of(ChunkId id);
    }

    /** Bytes before compression and sealing, and in the store. */
    record Sums(long plainBytes, long storedBytes) {}
}

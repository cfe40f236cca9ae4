package io.ebsnap.chunk;

import io.ebsnap.format.PackFooter;
import io.ebsnap.format.PackHeader;
import io.ebsnap.format.PackTable;
import io.ebsnap.identity.ChunkKind;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a garbage collection of one domain would give back, told from how much of each pack is needed, by the rules of {@link RepackQueue}.
 * Of packs that are repacked it knows not into how many, so it is off by a header and footer for each of these. Used by one thread.
 */
public final class CollectionForecast {

    /** What a pack has beside records and their rows. */
    public static final int FRAME_BYTES = PackHeader.BYTES + PackFooter.BYTES;

    private final CollectionOptions options;
    private final ChunkLimits limits;
    private final Map<ChunkKind, Small> small = new EnumMap<>(ChunkKind.class);
    private long bytes;

    CollectionForecast(CollectionOptions options, ChunkLimits limits) {
        this.options = options;
        this.limits = limits;
    }

    /**
     * Adds a pack of the domain.
     *
     * @param liveRecordBytes length of its records that are needed
     * @param liveChunks how many these are
     */
    public void add(PackSummary pack, long liveRecordBytes, long liveChunks) {
        long rows = (long) PackTable.ENTRY_BYTES * pack.entries();
        long freed = pack.lengthBytes() - liveRecordBytes - PackTable.ENTRY_BYTES * liveChunks;
        if (liveChunks == 0) {
            bytes += pack.lengthBytes();
        } else if (liveRecordBytes < options.liveShareMin() * (pack.lengthBytes() - rows - FRAME_BYTES)) {
            bytes += Math.max(0, freed - FRAME_BYTES);
        } else if (isSmall(pack)) {
            small.computeIfAbsent(pack.kind(), kind -> new Small()).add(freed);
        }
    }

    /** What the collection would give back. */
    public long bytes() {
        return bytes
                + small.values().stream()
                        .filter(packs -> packs.count >= options.smallPacksMin())
                        .mapToLong(packs -> Math.max(0, packs.freed - FRAME_BYTES))
                        .sum();
    }

    private boolean isSmall(PackSummary pack) {
        return pack.lengthBytes() < limits.packBytesMax() * options.smallShareMax()
                && pack.entries() < limits.packChunksMax() * options.smallShareMax();
    }

    /** Small packs of one kind: merged when there are enough of them. */
    private static final class Small {
        private long count;
        private long freed;

        void add(long gained) {
            count++;
            freed += gained;
        }
    }
}

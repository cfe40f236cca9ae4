package io.ebsnap.chunk;

/**
 * The bounds of the chunk layer.
 *
 * @param inFlightMax data chunks that one writer holds prepared and not appended
 * @param committingPacksMax full packs of one writer that are on their way to the disk while the next one is filled
 * @param readsInFlightMax chunks that are read at the same time
 * @param packBytesMax where the last record of a pack ends at most; at most 64 MiB, at least one record
 * @param packChunksMax records of a pack; 1..4096
 * @param filterBytesMax memory of one reference filter
 * @param retainedFilterBytesMax memory of the filters that one collection keeps of writers that closed while it ran
 */
public record ChunkLimits(
        int inFlightMax,
        int committingPacksMax,
        int readsInFlightMax,
        int packBytesMax,
        int packChunksMax,
        long filterBytesMax,
        long retainedFilterBytesMax) {

    private static final int MEBIBYTE = 1 << 20;

    /** What the daemon runs with. */
    public static final ChunkLimits DEFAULT =
            new ChunkLimits(16, 2, 16, 64 * MEBIBYTE, 4096, 64L * MEBIBYTE, 128L * MEBIBYTE);

    /** The same with smaller packs, so that few chunks make many. */
    public ChunkLimits withPacksOf(int bytesMax, int chunksMax) {
        return new ChunkLimits(
                inFlightMax,
                committingPacksMax,
                readsInFlightMax,
                bytesMax,
                chunksMax,
                filterBytesMax,
                retainedFilterBytesMax);
    }
}

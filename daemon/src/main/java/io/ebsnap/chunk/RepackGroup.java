package io.ebsnap.chunk;

import io.ebsnap.format.PackHeader;
import java.util.ArrayList;
import java.util.List;

/** Packs whose live records fit into one. */
final class RepackGroup {

    private final ChunkLimits limits;
    private final List<PackVerdict> sources = new ArrayList<>();
    private long bytes = PackHeader.BYTES;
    private int chunks;

    RepackGroup(ChunkLimits limits) {
        this.limits = limits;
    }

    boolean hasRoomFor(PackVerdict verdict) {
        return bytes + verdict.liveBytes() <= limits.packBytesMax()
                && chunks + verdict.live().size() <= limits.packChunksMax();
    }

    void add(PackVerdict verdict) {
        sources.add(verdict);
        bytes += verdict.liveBytes();
        chunks += verdict.live().size();
    }

    /** What was added; the group is empty after it. */
    List<PackVerdict> drain() {
        List<PackVerdict> drained = List.copyOf(sources);
        sources.clear();
        bytes = PackHeader.BYTES;
        chunks = 0;
        return drained;
    }
}

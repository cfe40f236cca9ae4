package io.ebsnap.chunk;

import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.PackId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The packs that a sweep found worth repacking. Bounded: what is too much waits for the next collection. */
final class RepackQueue {

    /** How many packs one collection repacks at most, of each kind. */
    private static final int PACKS_MAX = 16_384;

    private final CollectionOptions options;
    private final long smallBytesMax;
    private final long smallChunksMax;
    private final Map<ChunkKind, List<PackId>> sparse = new EnumMap<>(ChunkKind.class);
    private final Map<ChunkKind, List<PackId>> small = new EnumMap<>(ChunkKind.class);

    RepackQueue(CollectionOptions options, ChunkLimits limits) {
        this.options = options;
        this.smallBytesMax = (long) (limits.packBytesMax() * options.smallShareMax());
        this.smallChunksMax = (long) (limits.packChunksMax() * options.smallShareMax());
        for (ChunkKind kind : ChunkKind.values()) {
            sparse.put(kind, new ArrayList<>());
            small.put(kind, new ArrayList<>());
        }
    }

    /** Whether a pack with that much live content would be worth it, or worth nothing at all. */
    boolean isWorthIt(PackTrailer pack, long liveBytes) {
        return liveBytes == 0 || isSparse(pack, liveBytes) || isSmall(pack);
    }

    /** Notes a pack if it is worth it. */
    void offer(PackVerdict verdict) {
        PackTrailer pack = verdict.trailer();
        if (isSparse(pack, verdict.liveBytes())) {
            add(sparse, pack);
        } else if (isSmall(pack)) {
            add(small, pack);
        }
    }

    /** What is to be repacked. */
    List<PackId> packs(ChunkKind kind) {
        List<PackId> packs = new ArrayList<>(sparse.getOrDefault(kind, List.of()));
        List<PackId> few = small.getOrDefault(kind, List.of());
        if (few.size() >= options.smallPacksMin()) {
            packs.addAll(few);
        }
        return packs;
    }

    private boolean isSparse(PackTrailer pack, long liveBytes) {
        return liveBytes < options.liveShareMin() * recordBytes(pack);
    }

    /** A pack of many short chunks is full, however short it is: merging it would only copy it. */
    private boolean isSmall(PackTrailer pack) {
        return pack.lengthBytes() < smallBytesMax && pack.entries().size() < smallChunksMax;
    }

    private static long recordBytes(PackTrailer pack) {
        return pack.entries().stream().mapToLong(PackEntry::length).sum();
    }

    private static void add(Map<ChunkKind, List<PackId>> queues, PackTrailer pack) {
        List<PackId> queue = queues.computeIfAbsent(pack.header().kind(), kind -> new ArrayList<>());
        if (queue.size() < PACKS_MAX) {
            queue.add(pack.header().pack());
        }
    }
}

package io.ebsnap.chunk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A chunk index in memory that keeps every promise but the one about power cuts. Its content outlives {@link #close()}. */
public final class MemoryChunkIndex implements ChunkIndex {

    @GuardedBy("this")
    private final Map<ChunkId, ChunkLocation> chunks = new HashMap<>();

    @GuardedBy("this")
    private final Map<PackId, PackSummary> packs = new TreeMap<>();

    @GuardedBy("this")
    private boolean doubt;

    @GuardedBy("this")
    private boolean fresh = true;

    /** The content to come, while a rebuild is under way. */
    @GuardedBy("this")
    private @Nullable MemoryChunkIndex building;

    /** An index of nothing. */
    public MemoryChunkIndex() {}

    @Override
    public synchronized boolean isFresh() {
        return fresh;
    }

    @Override
    public synchronized Optional<ChunkLocation> find(ChunkId id) {
        return Optional.ofNullable(chunks.get(id));
    }

    @Override
    public synchronized void addPack(PackSummary pack, List<PackEntry> entries) {
        packs.put(pack.id(), live(pack));
        entries.forEach(entry -> chunks.putIfAbsent(entry.id(), place(pack, entry)));
        if (building != null) {
            building.addPack(pack, entries);
        }
    }

    @Override
    public synchronized void condemn(Collection<PackId> condemned, Collection<ChunkId> forget) {
        for (PackId id : condemned) {
            packs.computeIfPresent(id, (key, pack) -> with(pack, true));
        }
        Set<PackId> doomed = Set.copyOf(condemned);
        for (ChunkId id : forget) {
            chunks.computeIfPresent(id, (key, place) -> doomed.contains(place.pack()) ? null : place);
        }
    }

    @Override
    public synchronized void relocate(PackSummary pack, List<PackEntry> entries, Collection<PackId> from) {
        packs.put(pack.id(), live(pack));
        Set<PackId> old = Set.copyOf(from);
        for (PackEntry entry : entries) {
            chunks.computeIfPresent(
                    entry.id(), (key, place) -> old.contains(place.pack()) ? place(pack, entry) : place);
        }
    }

    @Override
    public synchronized void removePacks(Collection<PackId> gone) {
        packs.keySet().removeAll(Set.copyOf(gone));
    }

    @Override
    public synchronized void forget(PackId pack, Collection<ChunkId> ids) {
        for (ChunkId id : ids) {
            chunks.computeIfPresent(id, (key, place) -> place.pack().equals(pack) ? null : place);
        }
        if (building != null) {
            building.forget(pack, ids);
        }
    }

    @Override
    public synchronized long forgetChunksWithoutPack() {
        long before = chunks.size();
        Set<PackId> known = packs.keySet();
        chunks.values().removeIf(place -> !known.contains(place.pack()));
        return before - chunks.size();
    }

    @Override
    public synchronized IndexRebuild rebuild() {
        if (building != null) {
            throw new Failure.Conflict("the index is being rebuilt already");
        }
        MemoryChunkIndex coming = new MemoryChunkIndex();
        building = coming;
        return new IndexRebuild() {
            @Override
            public void add(PackSummary pack, List<PackEntry> entries) {
                coming.addPack(pack, entries);
            }

            @Override
            public long finish() {
                return replaceBy(coming);
            }

            @Override
            public void close() {
                endBuilding(coming);
            }
        };
    }

    private synchronized long replaceBy(MemoryChunkIndex coming) {
        synchronized (coming) {
            chunks.clear();
            chunks.putAll(coming.chunks);
            packs.clear();
            packs.putAll(coming.packs);
            building = null;
            fresh = false;
            return chunks.size();
        }
    }

    private synchronized void endBuilding(MemoryChunkIndex coming) {
        if (building == coming) {
            building = null;
        }
    }

    @Override
    public synchronized Optional<PackSummary> pack(PackId id) {
        return Optional.ofNullable(packs.get(id));
    }

    @Override
    public synchronized Stream<PackSummary> packs() {
        return List.copyOf(packs.values()).stream();
    }

    @Override
    public long approximateBytes() {
        return 0;
    }

    @Override
    public synchronized long approximateChunkCount() {
        return chunks.size();
    }

    @Override
    public synchronized void beginDoubt() {
        doubt = true;
    }

    @Override
    public synchronized void endDoubt() {
        doubt = false;
    }

    @Override
    public synchronized boolean inDoubt() {
        return doubt;
    }

    @Override
    public void close() {
        // Its content outlives it, so that a test can open everything else again.
    }

    private static ChunkLocation place(PackSummary pack, PackEntry entry) {
        return new ChunkLocation(pack.id(), entry.offset(), entry.length());
    }

    private static PackSummary live(PackSummary pack) {
        return with(pack, false);
    }

    private static PackSummary with(PackSummary pack, boolean condemned) {
        return new PackSummary(pack.id(), pack.kind(), pack.domain(), pack.entries(), pack.lengthBytes(), condemned);
    }
}

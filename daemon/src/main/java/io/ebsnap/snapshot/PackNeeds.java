package io.ebsnap.snapshot;

import io.ebsnap.chunk.ChunkLocation;
import io.ebsnap.chunk.ChunkReader;
import io.ebsnap.format.PackTable;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * What chunks take in packs, and how much of each pack is needed by those that were asked for: some 100 bytes a pack, of at most
 * {@value #PACKS_MAX} packs. Used by one thread while it is filled.
 */
final class PackNeeds implements ToIntFunction<ChunkId> {

    private static final int PACKS_MAX = 1 << 16;

    private final ChunkReader chunks;
    private final Map<PackId, Need> needs = new HashMap<>();
    private boolean complete = true;

    PackNeeds(ChunkReader chunks) {
        this.chunks = chunks;
    }

    /** Length of a chunk's record and of its row in the pack's table; 0 of a chunk that is missing. To be asked once for each chunk. */
    @Override
    public int applyAsInt(ChunkId id) {
        Optional<ChunkLocation> place = chunks.locate(id);
        place.ifPresent(this::note);
        return place.map(location -> location.length() + PackTable.ENTRY_BYTES).orElse(0);
    }

    /** Whether every pack that any chunk was found in was noted. */
    boolean isComplete() {
        return complete;
    }

    Need of(PackId pack) {
        return needs.getOrDefault(pack, Need.NOTHING);
    }

    private void note(ChunkLocation place) {
        if (needs.size() >= PACKS_MAX && !needs.containsKey(place.pack())) {
            complete = false;
            return;
        }
        needs.merge(place.pack(), new Need(place.length(), 1), Need::plus);
    }

    /** Needed records of a pack: their length, and how many. */
    record Need(long recordBytes, long chunks) {
        static final Need NOTHING = new Need(0, 0);

        Need plus(Need other) {
            return new Need(recordBytes + other.recordBytes, chunks + other.chunks);
        }
    }
}

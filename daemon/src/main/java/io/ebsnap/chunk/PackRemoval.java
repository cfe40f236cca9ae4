package io.ebsnap.chunk;

import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import io.ebsnap.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes packs for one collection: the index is durably in doubt before the first change, forgets the chunks before the first object goes,
 * and is out of doubt after the last one. A crash in between leaves packs that are condemned, whole and adopted
 * again when the store is opened, or gone. Used by one thread.
 */
final class PackRemoval {

    /** How many records one step without writers looks at, at most (or one pack). */
    private static final int BATCH_ENTRIES_MAX = 8192;

    private final ChunkIndex index;
    private final ObjectStore store;
    private final CrashPoints crashPoints;
    private final PinWatch watch;
    private final Liveness liveness;
    private final CollectionTally tally;
    private final List<PackTrailer> batch = new ArrayList<>();
    private int batchEntries;
    private boolean begun;

    PackRemoval(ChunkStoreParts parts, PinWatch watch, Liveness liveness, CollectionTally tally) {
        this.index = parts.index();
        this.store = parts.store();
        this.crashPoints = parts.crashPoints();
        this.watch = watch;
        this.liveness = liveness;
        this.tally = tally;
    }

    /** Deletes a pack, now or with the next ones, unless a writer is faster. */
    void remove(PackTrailer pack) {
        if (batchEntries + pack.entries().size() > BATCH_ENTRIES_MAX) {
            removeBatch();
        }
        batch.add(pack);
        batchEntries += pack.entries().size();
    }

    /** Deletes what {@link #remove} put off. */
    void removeBatch() {
        List<PackTrailer> packs = new ArrayList<>(batch);
        batch.clear();
        batchEntries = 0;
        if (packs.isEmpty()) {
            return;
        }
        begin();
        watch.alone(() -> {
            packs.removeIf(pack -> !liveness.isDispensable(pack));
            condemn(packs);
        });
        crashPoints.reached("gc.after-condemn");
        packs.forEach(this::delete);
        index.removePacks(ids(packs));
    }

    /** Forgets a condemned pack whose object was already gone. */
    void alreadyGone(PackId pack) {
        index.removePacks(List.of(pack));
    }

    /** Says durably that deletion is over, if it had begun, in this collection or an earlier one that failed. */
    void end() {
        if (begun || index.inDoubt()) {
            crashPoints.reached("gc.before-doubt-clear");
            index.endDoubt();
        }
    }

    private void begin() {
        if (!begun) {
            index.beginDoubt();
            begun = true;
            crashPoints.reached("gc.after-doubt");
        }
    }

    private void condemn(List<PackTrailer> packs) {
        List<ChunkId> forget = new ArrayList<>();
        for (PackTrailer pack : packs) {
            pack.entries().forEach(entry -> forget.add(entry.id()));
        }
        index.condemn(ids(packs), forget);
    }

    private void delete(PackTrailer pack) {
        PackId id = pack.header().pack();
        store.delete(PackNames.of(id));
        liveness.deleted(id);
        tally.packsDeleted++;
        tally.bytesFreed += pack.lengthBytes();
        tally.chunksForgotten += pack.entries().size();
        crashPoints.reached("gc.after-delete-one");
    }

    private static List<PackId> ids(List<PackTrailer> packs) {
        return packs.stream().map(pack -> pack.header().pack()).toList();
    }
}

package io.ebsnap.chunk;

import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.ChunkId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * One writer's packs on their way from full to indexed: first durable in the store, then named by the index, never the other way round.
 * A bounded number is on its way at a time, in the background.
 *
 * <p>{@link #begin} and {@link #await} are called by the thread that appends.
 */
final class PackCommits {

    private final ChunkIndex index;
    private final Executor executor;
    private final CrashPoints crashPoints;
    private final WriteStages stages;
    private final WriterFate fate;
    private final Set<ChunkId> notIndexed = ConcurrentHashMap.newKeySet();
    private final Semaphore places;
    private final int placesMax;

    PackCommits(ChunkStoreParts parts, WriteStages stages, WriterFate fate) {
        this.index = parts.index();
        this.executor = parts.commits();
        this.crashPoints = parts.crashPoints();
        this.stages = stages;
        this.fate = fate;
        this.placesMax = parts.limits().committingPacksMax();
        this.places = new Semaphore(placesMax);
    }

    /** Says that a chunk stands in a pack which the index does not know yet. */
    void appended(ChunkId id) {
        notIndexed.add(id);
    }

    /** Whether a chunk stands in a pack which the index does not know yet. */
    boolean isOnItsWay(ChunkId id) {
        return notIndexed.contains(id);
    }

    /** Takes a pack over and commits it in the background; waits while as many as allowed are on their way. */
    void begin(PackWriter pack) {
        places.acquireUninterruptibly();
        try {
            executor.execute(() -> run(pack));
        } catch (RuntimeException e) {
            places.release();
            pack.close();
            throw e;
        }
    }

    /** Waits until none is on its way any more. */
    void await() {
        places.acquireUninterruptibly(placesMax);
        places.release(placesMax);
    }

    private void run(PackWriter pack) {
        try (pack) {
            if (!fate.isSealed()) {
                commit(pack);
            }
        } catch (RuntimeException | Error e) {
            fate.fail(e);
        } finally {
            places.release();
        }
    }

    private void commit(PackWriter pack) {
        long began = stages.now();
        crashPoints.reached("pack.before-commit");
        PackSummary summary = pack.commit();
        crashPoints.reached("pack.after-commit");
        index.addPack(summary, pack.entries());
        crashPoints.reached("index.after-add");
        pack.entries().forEach(entry -> notIndexed.remove(entry.id()));
        stages.add(WriteStage.COMMIT, began, summary.lengthBytes());
    }
}

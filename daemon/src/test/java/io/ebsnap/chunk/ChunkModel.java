package io.ebsnap.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Random writers, snapshots, deletions, collections and crashes on one chunk store, beside a plain model of what was recorded. While a
 * collection runs, other things happen at each of its steps, on the same thread, so that a seed tells the whole story.
 */
final class ChunkModel {

    private static final int CONTENTS = 60;
    private static final int WRITERS_MAX = 3;

    private final ChunkStoreFixture fixture;
    private final SplittableRandom random;
    private final Map<Integer, Map<Long, ChunkId>> snapshots = new HashMap<>();
    private final Set<ChunkId> everNamed = new HashSet<>();
    private final List<Job> jobs = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private ChunkStore store;
    private int snapshotCount;
    private int stepsToCrash = Integer.MAX_VALUE;
    private boolean crashed;
    private boolean collecting;
    private boolean diskFull;
    private int crashes;
    private int collections;

    ChunkModel(ChunkStoreFixture fixture, long seed) {
        this.fixture = fixture;
        this.random = new SplittableRandom(seed);
        fixture.limits = ChunkLimits.DEFAULT.withPacksOf(64 * 1024, 8);
        hookStore();
        fixture.crashPoints.set(this::atCrashPoint);
        this.store = fixture.open();
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
            if (i % 25 == 0) {
                checkAll();
            }
        }
        checkAll();
    }

    /** Deletes everything, ends every job and collects until nothing is left. */
    void checkThatAllSpaceComesBack() {
        stepsToCrash = Integer.MAX_VALUE;
        diskFull = false;
        jobs.forEach(job -> job.writer.close());
        jobs.clear();
        snapshots.clear();
        for (int i = 0; i < 5 && fixture.packCount() > 0; i++) {
            collectQuietly();
        }
        assertThat(fixture.packs()).as(this::toString).isEmpty();
        assertThat(fixture.index.packs()).as(this::toString).isEmpty();
        assertThat(everNamed.stream().filter(id -> fixture.index.find(id).isPresent()))
                .as(this::toString)
                .isEmpty();
        assertThat(fixture.index.inDoubt()).isFalse();
    }

    int crashes() {
        return crashes;
    }

    int collections() {
        return collections;
    }

    @Override
    public String toString() {
        return String.join("\n", story.subList(Math.max(0, story.size() - 60), story.size()));
    }

    private void step() {
        guarded(() -> {
            switch (random.nextInt(20)) {
                case 0, 1 -> openJob();
                case 2, 3, 4, 5, 6, 7, 8, 9 -> put();
                case 10, 11 -> commit();
                case 12 -> abort();
                case 13, 14 -> deleteSnapshot();
                case 15, 16 -> collect();
                case 17 -> stepsToCrash = random.nextInt(1, 25);
                case 18 -> diskFull = random.nextInt(4) == 0;
                default -> readOne();
            }
        });
    }

    /** Runs something, and starts again if the process died in it. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (SimulatedCrash | Failure.Exhausted | Failure.Internal e) {
            story.add("failed: " + e.getMessage());
            if (e instanceof Failure.Internal && !crashed) {
                throw e;
            }
        }
        if (crashed && !collecting) {
            reopen();
        }
    }

    private void reopen() {
        crashes++;
        story.add("reopen");
        crashed = false;
        diskFull = false;
        stepsToCrash = Integer.MAX_VALUE;
        jobs.clear();
        fixture.reopen.run();
        hookStore();
        store = fixture.open();
        if (random.nextInt(8) == 0) {
            store.rebuildIndex((pack, chunk) -> false);
        } else {
            store.reconcile((pack, chunk) -> false);
        }
        assertThat(fixture.index.inDoubt()).isFalse();
        checkAll();
    }

    private void hookStore() {
        fixture.objects = new HookedObjectStore(fixture.unhooked(), this::beforeStoreOperation);
    }

    private void openJob() {
        if (jobs.size() < WRITERS_MAX) {
            jobs.add(new Job(store.openWriter(ChunkStoreFixture.DOMAIN, 10)));
            story.add("open job");
        }
    }

    private void put() {
        if (jobs.isEmpty()) {
            return;
        }
        Job job = jobs.get(random.nextInt(jobs.size()));
        for (int i = random.nextInt(6); i >= 0; i--) {
            long content = random.nextInt(CONTENTS);
            try {
                ChunkId id = ChunkStoreFixture.put(job.writer, bytes(content));
                job.chunks.put(content, id);
                everNamed.add(id);
                story.add("put " + content);
            } catch (Failure e) {
                drop(job);
                throw e;
            }
        }
    }

    private void commit() {
        if (jobs.isEmpty()) {
            return;
        }
        Job job = jobs.remove(random.nextInt(jobs.size()));
        try (ChunkWriter writer = job.writer) {
            writer.flush();
            requireAlive();
            snapshots.put(snapshotCount++, job.chunks);
            story.add("commit snapshot " + (snapshotCount - 1) + " " + job.chunks.keySet());
        } catch (Failure.Exhausted e) {
            story.add("commit failed: " + e.getMessage());
        }
    }

    private void abort() {
        if (!jobs.isEmpty()) {
            drop(jobs.get(random.nextInt(jobs.size())));
        }
    }

    private void drop(Job job) {
        story.add("drop job");
        jobs.remove(job);
        job.writer.close();
    }

    private void deleteSnapshot() {
        if (!snapshots.isEmpty()) {
            List<Integer> ids = List.copyOf(snapshots.keySet());
            int id = ids.get(random.nextInt(ids.size()));
            snapshots.remove(id);
            story.add("delete snapshot " + id);
        }
    }

    private void readOne() {
        if (!snapshots.isEmpty()) {
            List<Map<Long, ChunkId>> recorded = List.copyOf(snapshots.values());
            check(recorded.get(random.nextInt(recorded.size())));
        }
    }

    private void collect() {
        if (collecting) {
            return;
        }
        collecting = true;
        story.add("collect");
        try {
            CollectionOptions options = new CollectionOptions(random.nextInt(10) == 0, 0.5, 0.25, 3);
            CollectionOrder order =
                    CollectionOrder.of(ChunkStoreFixture.DOMAIN, this::live).with(options);
            story.add(String.valueOf(store.collect(order)));
            collections++;
        } finally {
            collecting = false;
        }
    }

    private void collectQuietly() {
        store.collect(CollectionOrder.of(ChunkStoreFixture.DOMAIN, this::live));
    }

    /** What is recorded when the marking gets there: others go on meanwhile. */
    private void live(DomainId domain, Consumer<ChunkId> keep) {
        for (int id : List.copyOf(snapshots.keySet())) {
            meanwhile();
            Map<Long, ChunkId> snapshot = snapshots.get(id);
            if (snapshot != null) {
                snapshot.values().forEach(keep);
            }
        }
        meanwhile();
    }

    private void meanwhile() {
        if (!collecting || crashed) {
            return;
        }
        for (int i = random.nextInt(3); i > 0 && !crashed; i--) {
            guarded(() -> {
                switch (random.nextInt(6)) {
                    case 0 -> openJob();
                    case 1, 2 -> put();
                    case 3 -> commit();
                    case 4 -> deleteSnapshot();
                    default -> readOne();
                }
            });
        }
        requireAlive();
    }

    private void atCrashPoint(String name) {
        requireAlive();
        if (--stepsToCrash <= 0) {
            crashed = true;
            throw new SimulatedCrash(name);
        }
        if (name.startsWith("gc.")) {
            meanwhile();
        }
    }

    private void beforeStoreOperation(String operation) {
        requireAlive();
        boolean writes = operation.equals("append") || operation.equals("commit");
        if (writes && diskFull && random.nextInt(3) == 0) {
            throw new Failure.Exhausted("the disk is full: " + operation, null);
        }
    }

    private void requireAlive() {
        if (crashed) {
            throw new SimulatedCrash("earlier");
        }
    }

    private void checkAll() {
        snapshots.values().forEach(this::check);
        assertThat(fixture.damage).as(this::toString).isEmpty();
    }

    private void check(Map<Long, ChunkId> snapshot) {
        snapshot.forEach((content, id) -> {
            try {
                assertThat(ChunkStoreFixture.get(store, id)).isEqualTo(bytes(content));
            } catch (Failure e) {
                throw new AssertionError("content " + content + " is lost; the story:\n" + this, e);
            }
        });
    }

    private static byte[] bytes(long content) {
        return ChunkStoreFixture.content(content, 200 + (int) content * 13);
    }

    /** A writer and what it will record. */
    private static final class Job {
        private final ChunkWriter writer;
        private final Map<Long, ChunkId> chunks = new HashMap<>();

        Job(ChunkWriter writer) {
            this.writer = writer;
        }
    }
}

package io.ebsnap.chunk;

import static io.ebsnap.chunk.ChunkStoreFixture.DOMAIN;
import static io.ebsnap.chunk.ChunkStoreFixture.content;
import static io.ebsnap.chunk.ChunkStoreFixture.get;
import static io.ebsnap.chunk.ChunkStoreFixture.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A disk that fills up at every possible point, and many threads at once. */
@Timeout(120)
final class WriterFailureTest {

    private static final int LENGTH = 900;
    private static final int CHUNKS = 20;

    private final ChunkStoreFixture fixture = new ChunkStoreFixture(11);

    @Test
    void fullDiskAtAnyPointEndsTheWriterAndLeavesTheStoreFine() {
        fixture.limits = ChunkLimits.DEFAULT.withPacksOf(1 << 20, 6);
        ObjectStore real = fixture.objects;
        AtomicInteger writesLeft = new AtomicInteger();
        fixture.objects = new HookedObjectStore(real, operation -> {
            if (List.of("begin", "append", "commit").contains(operation) && writesLeft.decrementAndGet() < 0) {
                throw new Failure.Exhausted("no space left on device", null);
            }
        });
        ChunkStore store = fixture.open();
        boolean whole = false;
        int points = 0;
        for (int point = 0; !whole; point++) {
            writesLeft.set(point);
            whole = storesAll(store, point * 1000L);
            points = point;
        }
        assertThat(points).isGreaterThan(CHUNKS);
        writesLeft.set(Integer.MAX_VALUE);
        ChunkStore reopened = fixture.open();
        assertThat(reopened.reconcile((pack, chunk) -> false).findings()).isEmpty();
        fixture.packs()
                .forEach(pack -> assertThat(reopened.scrub(pack).isWhole()).isTrue());
    }

    /** Says whether all went well; if not, checks that it failed as it should. */
    private boolean storesAll(ChunkStore store, long first) {
        long committed = fixture.packCount();
        try (ChunkWriter writer = store.openWriter(DOMAIN, CHUNKS)) {
            try {
                for (int i = 0; i < CHUNKS; i++) {
                    put(writer, content(first + i, LENGTH));
                }
                writer.flush();
                return true;
            } catch (Failure.Exhausted e) {
                assertThatThrownBy(writer::flush).isInstanceOf(Failure.Exhausted.class);
                assertThatThrownBy(() -> put(writer, content(first, LENGTH))).isInstanceOf(Failure.Exhausted.class);
            }
        }
        assertThat(fixture.index.packs().count()).as("what is there is known").isEqualTo(fixture.packCount());
        assertThat(fixture.packCount() - committed).isLessThanOrEqualTo(CHUNKS / 6 + 1);
        return false;
    }

    @Test
    void nothingOfAnUnfinishedPackTakesSpace() {
        MemoryObjectStore small = new MemoryObjectStore(10_000);
        fixture.objects = small;
        ChunkStore store = fixture.open();
        assertThat(storesAll(store, 1)).isFalse();
        assertThat(small.freeBytes()).isEqualTo(10_000);
    }

    @Test
    void manyThreadsPrepareWhileOneAppendsInOrder() throws Exception {
        fixture.limits = ChunkLimits.DEFAULT.withPacksOf(1 << 20, 7);
        AtomicInteger threads = new AtomicInteger();
        ThreadFactory named = task ->
                Thread.ofPlatform().name("test-" + threads.incrementAndGet()).unstarted(task);
        try (ExecutorService commits = Executors.newFixedThreadPool(2, named);
                ExecutorService workers = Executors.newFixedThreadPool(4, named)) {
            fixture.commits = commits;
            ChunkStore store = fixture.open();
            List<Future<List<ChunkId>>> jobs = new ArrayList<>();
            for (int job = 0; job < 2; job++) {
                jobs.add(commits(named, store, workers));
            }
            for (Future<List<ChunkId>> job : jobs) {
                List<ChunkId> ids = job.get();
                for (int i = 0; i < ids.size(); i++) {
                    assertThat(get(store, ids.get(i))).isEqualTo(content(i % 150, LENGTH));
                }
            }
            assertThat(fixture.damage).isEmpty();
        }
    }

    private static Future<List<ChunkId>> commits(ThreadFactory named, ChunkStore store, ExecutorService workers) {
        FutureTask<List<ChunkId>> task = new FutureTask<>(() -> snapshot(store, workers));
        named.newThread(task).start();
        return task;
    }

    /** A snapshot's way of writing: a window of prepared chunks, appended in order; every third content comes twice. */
    private static List<ChunkId> snapshot(ChunkStore store, ExecutorService workers) throws Exception {
        List<ChunkId> ids = new ArrayList<>();
        try (ChunkWriter writer = store.openWriter(DOMAIN, 200)) {
            List<Future<PreparedChunk>> window = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                byte[] content = content(i % 150, LENGTH);
                window.add(workers.submit(() -> writer.prepare(ChunkKind.DATA, ArraySlice.of(content))));
                if (window.size() == writer.inFlightMax()) {
                    append(writer, window.removeFirst().get(), ids);
                }
            }
            for (Future<PreparedChunk> chunk : window) {
                append(writer, chunk.get(), ids);
            }
            writer.flush();
        }
        return ids;
    }

    private static void append(ChunkWriter writer, PreparedChunk chunk, List<ChunkId> ids) {
        try (chunk) {
            writer.append(chunk);
            ids.add(chunk.id());
        }
    }
}

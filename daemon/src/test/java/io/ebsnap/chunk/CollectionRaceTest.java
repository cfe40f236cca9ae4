package io.ebsnap.chunk;

import static io.ebsnap.chunk.ChunkStoreFixture.DOMAIN;
import static io.ebsnap.chunk.ChunkStoreFixture.LENGTH;
import static io.ebsnap.chunk.ChunkStoreFixture.collect;
import static io.ebsnap.chunk.ChunkStoreFixture.content;
import static io.ebsnap.chunk.ChunkStoreFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The meetings of writers and collections in which other programs lost data, one by one. */
@Timeout(60)
final class CollectionRaceTest {

    private final ChunkStoreFixture fixture = new ChunkStoreFixture(3);
    private final ChunkStore store = fixture.open();
    private final List<ChunkWriter> writers = new ArrayList<>();

    @AfterEach
    void closeWriters() {
        writers.forEach(ChunkWriter::close);
    }

    /** Kopia's case: the mark takes so long that what was written during it looks old and unreferenced. */
    @Test
    void keepsWhatWasFoundAndRecordedWhileTheMarkRan() {
        ChunkId id = fixture.store(store, 1).getFirst();
        store.collect(CollectionOrder.of(DOMAIN, (domain, keep) -> {
            List<ChunkId> recordedBefore = List.of();
            hit(1);
            closeWriters();
            recordedBefore.forEach(keep);
        }));
        assertThat(get(store, id)).isEqualTo(content(1, LENGTH));
    }

    @Test
    void keepsWhatAWriterHeldBeforeTheCollectionBegan() {
        ChunkId id = fixture.store(store, 1).getFirst();
        hit(1);
        collect(store, List.of());
        assertThat(get(store, id)).isEqualTo(content(1, LENGTH));
    }

    /** The writer's hit falls between the look at the pack and its deletion, on another thread. */
    @ParameterizedTest
    @ValueSource(strings = {"gc.after-mark", "gc.after-doubt"})
    void keepsWhatAWriterHitsAtTheLastMoment(String point) throws InterruptedException {
        ChunkId id = fixture.store(store, 1).getFirst();
        CountDownLatch atPoint = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        fixture.crashPoints.set(name -> {
            if (name.equals(point)) {
                atPoint.countDown();
                await(goOn);
            }
        });
        Thread collection = Thread.ofPlatform().name("collection").start(() -> collect(store, List.of()));
        await(atPoint);
        assertThat(hit(1)).isTrue();
        goOn.countDown();
        collection.join();
        assertThat(get(store, id)).isEqualTo(content(1, LENGTH));
        assertThat(fixture.packCount()).isEqualTo(1);
    }

    @Test
    void storesAgainWhatWasForgottenAMomentAgo() {
        ChunkId id = fixture.store(store, 1).getFirst();
        at("gc.after-condemn", () -> assertThat(hit(1)).isFalse());
        assertThat(collect(store, List.of()).packsDeleted()).isEqualTo(1);
        assertThat(get(store, id)).isEqualTo(content(1, LENGTH));
    }

    /** A dead chunk of a pack that is being repacked was not copied, and is hit before the old pack goes. */
    @Test
    void keepsARepackedPackOfWhichADeadChunkIsHit() {
        List<ChunkId> ids = fixture.store(store, 1, 2, 3, 4, 5);
        at("gc.after-relocate", () -> assertThat(hit(4)).isTrue());
        CollectionOutcome outcome = collect(store, List.of(ids.getFirst()));
        assertThat(outcome.packsRepacked()).isZero();
        assertThat(get(store, ids.get(3))).isEqualTo(content(4, LENGTH));
        assertThat(get(store, ids.getFirst())).isEqualTo(content(1, LENGTH));
    }

    /** Proxmox's case: the disk is full in the mark, which once counted as "nothing is live". */
    @Test
    void deletesNothingIfTheMarkFails() {
        List<ChunkId> ids = fixture.store(store, 1, 2);
        assertThatThrownBy(() -> store.collect(CollectionOrder.of(DOMAIN, (domain, keep) -> {
                    keep.accept(ids.getFirst());
                    throw new Failure.Exhausted("no space left", null);
                })))
                .isInstanceOf(Failure.Exhausted.class);
        assertThat(fixture.index.inDoubt()).isFalse();
        assertThat(get(store, ids.get(0))).isEqualTo(content(1, LENGTH));
        assertThat(get(store, ids.get(1))).isEqualTo(content(2, LENGTH));
    }

    /** Borg's case: packs are deleted, the index that still names them survives, and the next backup refers to nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "gc.after-mark",
                "gc.after-doubt",
                "gc.after-condemn",
                "gc.after-delete-one",
                "gc.before-doubt-clear"
            })
    void neverFindsAChunkThatACollectionTookAlongWhenItDied(String point) {
        fixture.limits = ChunkLimits.DEFAULT.withPacksOf(1 << 20, 1);
        ChunkStore small = fixture.open();
        fixture.store(small, 1, 2, 3);
        at(point, () -> {
            throw new SimulatedCrash(point);
        });
        assertThatThrownBy(() -> collect(small, List.of())).isInstanceOf(SimulatedCrash.class);
        fixture.crashPoints.set(CrashPoints.NONE);

        ChunkStore reopened = fixture.open();
        reopened.reconcile((pack, chunk) -> false);
        List<ChunkId> again = fixture.store(reopened, 1, 2, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(get(reopened, again.get(i))).isEqualTo(content(i + 1, LENGTH));
        }
        collect(reopened, List.of());
        assertThat(fixture.packCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gc.after-repack-commit", "gc.after-relocate"})
    void losesNothingIfItDiesWhileRepacking(String point) {
        List<ChunkId> ids = fixture.store(store, 1, 2, 3, 4, 5);
        at(point, () -> {
            throw new SimulatedCrash(point);
        });
        assertThatThrownBy(() -> collect(store, ids.subList(0, 1))).isInstanceOf(SimulatedCrash.class);
        fixture.crashPoints.set(CrashPoints.NONE);

        ChunkStore reopened = fixture.open();
        reopened.reconcile((pack, chunk) -> false);
        assertThat(get(reopened, ids.getFirst())).isEqualTo(content(1, LENGTH));
        collect(reopened, ids.subList(0, 1));
        collect(reopened, ids.subList(0, 1));
        assertThat(fixture.packCount()).as("copies go, too").isEqualTo(1);
        assertThat(get(reopened, ids.getFirst())).isEqualTo(content(1, LENGTH));
    }

    @Test
    void readsAChunkThatIsMovedBetweenLookUpAndRead() {
        List<ChunkId> ids = fixture.store(store, 1, 2, 3, 4, 5);
        AtomicReference<Runnable> once = new AtomicReference<>(() -> collect(store, ids.subList(0, 1)));
        fixture.objects = new HookedObjectStore(fixture.objects, operation -> {
            if (operation.equals("read")) {
                once.getAndSet(() -> {}).run();
            }
        });
        ChunkStore hooked = fixture.open();
        assertThat(get(hooked, ids.getFirst())).isEqualTo(content(1, LENGTH));
        assertThat(fixture.damage).isEmpty();
    }

    @Test
    void refusesASecondCollection() {
        fixture.store(store, 1);
        at(
                "gc.after-mark",
                () -> assertThatThrownBy(() -> collect(store, List.of())).isInstanceOf(Failure.Conflict.class));
        assertThat(collect(store, List.of()).packsDeleted()).isEqualTo(1);
    }

    /** It would give packs a place that the collection is about to delete. */
    @Test
    void refusesARebuildWhileItRuns() {
        fixture.store(store, 1);
        at(
                "gc.after-condemn",
                () -> assertThatThrownBy(() -> store.rebuildIndex((pack, chunk) -> false))
                        .isInstanceOf(Failure.Conflict.class));
        assertThat(collect(store, List.of()).packsDeleted()).isEqualTo(1);
    }

    private void at(String point, Runnable action) {
        fixture.crashPoints.set(name -> {
            if (name.equals(point)) {
                action.run();
            }
        });
    }

    /** Opens a writer that stays open and names a content; says whether that was known. */
    private boolean hit(long content) {
        ChunkWriter writer = store.openWriter(DOMAIN, 1);
        writers.add(writer);
        boolean known;
        try (PreparedChunk chunk = writer.prepare(ChunkKind.DATA, ArraySlice.of(content(content, LENGTH)))) {
            known = chunk.known();
            writer.append(chunk);
        }
        writer.flush();
        return known;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

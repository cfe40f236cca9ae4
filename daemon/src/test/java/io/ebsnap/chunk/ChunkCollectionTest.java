package io.ebsnap.chunk;

import static io.ebsnap.chunk.ChunkStoreFixture.DOMAIN;
import static io.ebsnap.chunk.ChunkStoreFixture.LENGTH;
import static io.ebsnap.chunk.ChunkStoreFixture.LOCKED_DOMAIN;
import static io.ebsnap.chunk.ChunkStoreFixture.OTHER_DOMAIN;
import static io.ebsnap.chunk.ChunkStoreFixture.collect;
import static io.ebsnap.chunk.ChunkStoreFixture.content;
import static io.ebsnap.chunk.ChunkStoreFixture.get;
import static io.ebsnap.chunk.ChunkStoreFixture.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ChunkCollectionTest {

    private final ChunkStoreFixture fixture = new ChunkStoreFixture(5);
    private ChunkStore store = fixture.open();

    @Test
    void movesTheLiveChunksOutOfAMostlyDeadPack() {
        List<ChunkId> ids = fixture.store(store, 1, 2, 3, 4, 5);
        long before = fixture.index.packs().mapToLong(PackSummary::lengthBytes).sum();
        CollectionOutcome outcome = collect(store, ids.subList(1, 3));
        assertThat(outcome.packsRepacked()).isEqualTo(1);
        long after = fixture.index.packs().mapToLong(PackSummary::lengthBytes).sum();
        assertThat(before - after)
                .isEqualTo(outcome.bytesFreed() - outcome.bytesCopied())
                .isPositive();
        assertThat(get(store, ids.get(1))).isEqualTo(content(2, LENGTH));
        assertThat(get(store, ids.get(2))).isEqualTo(content(3, LENGTH));
        assertThat(store.reader().locate(ids.getFirst())).isEmpty();
    }

    @Test
    void leavesAMostlyLivePackAndItsDeadChunksAlone() {
        List<ChunkId> ids = fixture.store(store, 1, 2, 3, 4, 5);
        CollectionOutcome outcome = collect(store, ids.subList(0, 4));
        assertThat(outcome.bytesFreed()).isZero();
        assertThat(get(store, ids.get(4))).as("whole, so a hit on it is right").isEqualTo(content(5, LENGTH));
    }

    @Test
    void mergesManySmallPacks() {
        List<ChunkId> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ids.addAll(fixture.store(store, i));
        }
        assertThat(fixture.packCount()).isEqualTo(10);
        collect(store, ids);
        assertThat(fixture.packCount()).isEqualTo(1);
        for (int i = 0; i < 10; i++) {
            assertThat(get(store, ids.get(i))).isEqualTo(content(i, LENGTH));
        }
    }

    /** Or each collection would copy the whole store of one that compresses well. */
    @Test
    void doesNotCopyPacksThatAreShortButFullOfChunks() {
        fixture.limits = ChunkLimits.DEFAULT.withPacksOf(1 << 20, 4);
        store = fixture.open();
        long[] contents = LongStream.range(0, 40).toArray();
        List<ChunkId> ids = fixture.store(store, contents);
        List<PackId> packs = fixture.packs();
        assertThat(collect(store, ids).bytesCopied()).isZero();
        assertThat(fixture.packs()).isEqualTo(packs);
    }

    @Test
    void comesToRest() {
        fixture.limits = ChunkLimits.DEFAULT.withPacksOf(1 << 20, 40);
        store = fixture.open();
        List<ChunkId> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ids.addAll(fixture.store(store, i));
        }
        CollectionOutcome outcome = collect(store, ids);
        for (int i = 0; i < 3 && outcome.bytesCopied() > 0; i++) {
            outcome = collect(store, ids);
        }
        assertThat(outcome.bytesCopied()).isZero();
        assertThat(fixture.packCount()).isLessThan(10);
    }

    @Test
    void leavesOtherDomainsAlone() {
        fixture.store(store, 1);
        ChunkId theirs;
        try (ChunkWriter writer = store.openWriter(OTHER_DOMAIN, 1)) {
            theirs = put(writer, content(1, LENGTH));
            writer.flush();
        }
        collect(store, List.of());
        assertThat(store.reader().locate(theirs)).isPresent();
        assertThat(fixture.packCount()).isEqualTo(1);
    }

    @Test
    void leavesADomainAloneWhoseKeyIsNotToBeHad() {
        assertThatThrownBy(() -> store.collect(CollectionOrder.of(LOCKED_DOMAIN, (domain, keep) -> {})))
                .isInstanceOf(Failure.Denied.class);
    }

    @Test
    void dryRunChangesNothing() {
        List<ChunkId> ids = fixture.store(store, 1, 2);
        CollectionOutcome outcome = store.collect(
                CollectionOrder.of(DOMAIN, (domain, keep) -> {}).with(CollectionOptions.DEFAULT.asDryRun()));
        assertThat(outcome.packsDeleted()).isEqualTo(1);
        assertThat(outcome.bytesFreed()).isPositive();
        assertThat(get(store, ids.getFirst())).isEqualTo(content(1, LENGTH));
    }

    @Test
    void cancelledCollectionLeavesAStoreInOrder() {
        fixture.limits = ChunkLimits.DEFAULT.withPacksOf(1 << 20, 1);
        store = fixture.open();
        fixture.store(store, 1, 2, 3, 4);
        CollectionListener afterTwo = new CollectionListener() {
            private int asked;

            @Override
            public boolean isCancelled() {
                return ++asked > 2;
            }
        };
        CollectionOutcome outcome = store.collect(new CollectionOrder(
                DOMAIN, (domain, keep) -> {}, (pack, chunk) -> false, CollectionOptions.DEFAULT, afterTwo));
        assertThat(outcome.cancelled()).isTrue();
        assertThat(fixture.index.inDoubt()).isFalse();
        assertThat(collect(store, List.of()).cancelled()).isFalse();
        assertThat(fixture.packCount()).isZero();
    }

    /** What is damaged here may be all that is left of it: somebody may still want to look at it. */
    @Test
    void keepsAPackThatHoldsTheOnlyCopyOfADamagedChunkThatIsNeeded() {
        ChunkId id = fixture.store(store, 1).getFirst();
        PackId pack = fixture.packs().getFirst();
        fixture.index.forget(pack, List.of(id));
        CollectionOrder order = new CollectionOrder(
                DOMAIN,
                (domain, keep) -> keep.accept(id),
                (where, chunk) -> where.equals(pack) && chunk.equals(id),
                CollectionOptions.DEFAULT,
                CollectionListener.NONE);
        assertThat(store.collect(order).packsLeftAlone()).isEqualTo(1);
        assertThat(fixture.packs()).containsExactly(pack);

        fixture.store(store, 1);
        store.collect(order);
        assertThat(fixture.packs())
                .as("it was healed elsewhere")
                .doesNotContain(pack)
                .hasSize(1);
    }

    @Test
    void givesANeededChunkThatLostItsPlaceOneAgain() {
        ChunkId id = fixture.store(store, 1).getFirst();
        fixture.index.forget(fixture.packs().getFirst(), List.of(id));
        collect(store, List.of(id));
        assertThat(get(store, id)).isEqualTo(content(1, LENGTH));
    }

    @Test
    void leavesAPackAloneThatCannotBeRead() {
        fixture.store(store, 1);
        PackId pack = fixture.packs().getFirst();
        byte[] bytes = fixture.bytesOf(pack);
        bytes[bytes.length - 1] ^= 1;
        fixture.overwrite(pack, bytes);
        assertThat(collect(store, List.of()).packsLeftAlone()).isEqualTo(1);
        assertThat(fixture.packs()).containsExactly(pack);
    }

    @Test
    void deletesOnAFullDiskAndPutsRepackingOff() {
        fixture.objects = new MemoryObjectStore(32_000);
        fixture.limits = ChunkLimits.DEFAULT.withPacksOf(1 << 20, 5);
        store = fixture.open();
        List<ChunkId> ids = fixture.store(store, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        CollectionOutcome outcome = collect(store, ids.subList(0, 1));
        assertThat(outcome.packsDeleted()).isEqualTo(1);
        assertThat(outcome.repackedAll()).isFalse();
        assertThat(get(store, ids.getFirst())).isEqualTo(content(1, LENGTH));
    }

    @Test
    void finishesWhatAFailedDeletionLeft() {
        fixture.store(store, 1);
        boolean[] broken = {true};
        fixture.objects = new HookedObjectStore(fixture.objects, operation -> {
            if (operation.equals("delete") && broken[0]) {
                throw new Failure.Unavailable("deleting: input/output error", null);
            }
        });
        ChunkStore failing = fixture.open();
        assertThatThrownBy(() -> collect(failing, List.of())).isInstanceOf(Failure.Unavailable.class);
        assertThat(fixture.index.inDoubt()).isTrue();
        broken[0] = false;
        collect(failing, List.of());
        assertThat(fixture.packCount()).isZero();
        assertThat(fixture.index.inDoubt()).isFalse();
    }
}

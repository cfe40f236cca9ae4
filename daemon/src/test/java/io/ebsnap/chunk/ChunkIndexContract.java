package io.ebsnap.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.PackId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every chunk index promises. */
public interface ChunkIndexContract {

    /** An index with nothing in it; the test closes it. */
    ChunkIndex newIndex();

    private static ChunkId chunk(int number) {
        byte[] bytes = new byte[ChunkId.BYTES];
        new SplittableRandom(number).nextBytes(bytes);
        return ChunkId.of(bytes);
    }

    private static PackId pack(int number) {
        byte[] bytes = new byte[PackId.BYTES];
        Arrays.fill(bytes, (byte) number);
        return PackId.of(bytes);
    }

    private static PackSummary summary(int number, int entries) {
        DomainId domain = DomainId.of(new byte[DomainId.BYTES]);
        return new PackSummary(pack(number), ChunkKind.DATA, domain, entries, 1000L + number, false);
    }

    /** Entries of the given chunks, each at offset 64 + 100 times its position. */
    private static List<PackEntry> entries(int... chunks) {
        return IntStream.range(0, chunks.length)
                .mapToObj(i -> new PackEntry(chunk(chunks[i]), 64 + 100 * i, 100, 524_288, 7))
                .toList();
    }

    private static void add(ChunkIndex index, int pack, int... chunks) {
        index.addPack(summary(pack, chunks.length), entries(chunks));
    }

    private static Optional<PackId> packOf(ChunkIndex index, int chunk) {
        return index.find(chunk(chunk)).map(ChunkLocation::pack);
    }

    private static Set<PackId> packs(ChunkIndex index) {
        try (Stream<PackSummary> packs = index.packs()) {
            Set<PackId> ids = new HashSet<>();
            packs.forEach(pack -> assertThat(ids.add(pack.id())).isTrue());
            return ids;
        }
    }

    @Test
    default void anEmptyIndexKnowsNothing() {
        try (ChunkIndex index = newIndex()) {
            assertThat(index.find(chunk(1))).isEmpty();
            assertThat(index.pack(pack(1))).isEmpty();
            assertThat(packs(index)).isEmpty();
            assertThat(index.inDoubt()).isFalse();
            assertThat(index.forgetChunksWithoutPack()).isZero();
        }
    }

    @Test
    default void anIndexIsFreshUntilItWasBuiltOnce() {
        try (ChunkIndex index = newIndex()) {
            assertThat(index.isFresh()).isTrue();
            add(index, 1, 1);
            assertThat(index.isFresh()).isTrue();
            index.rebuild().close();
            assertThat(index.isFresh()).isTrue();
            index.rebuild().finish();
            assertThat(index.isFresh()).isFalse();
        }
    }

    @Test
    default void everyChunkOfAnAddedPackIsFound() {
        try (ChunkIndex index = newIndex()) {
            add(index, 1, 10, 11, 12);
            assertThat(index.find(chunk(11))).contains(new ChunkLocation(pack(1), 164, 100));
            assertThat(index.find(chunk(12))).contains(new ChunkLocation(pack(1), 264, 100));
            assertThat(index.find(chunk(13))).isEmpty();
            assertThat(index.pack(pack(1))).contains(summary(1, 3));
        }
    }

    @Test
    default void theFirstPlaceOfAChunkWins() {
        try (ChunkIndex index = newIndex()) {
            add(index, 1, 10, 11);
            add(index, 2, 11, 12, 12);
            assertThat(packOf(index, 11)).contains(pack(1));
            assertThat(index.find(chunk(12))).contains(new ChunkLocation(pack(2), 164, 100));
            assertThat(packs(index)).containsExactlyInAnyOrder(pack(1), pack(2));
        }
    }

    @Test
    default void addingAPackTwiceChangesNothing() {
        try (ChunkIndex index = newIndex()) {
            add(index, 1, 10, 11);
            add(index, 1, 10, 11);
            assertThat(index.find(chunk(11))).contains(new ChunkLocation(pack(1), 164, 100));
            assertThat(packs(index)).containsExactly(pack(1));
        }
    }

    @Test
    default void aCondemnedPackIsMarkedAndOnlyItsOwnChunksAreForgotten() {
        try (ChunkIndex index = newIndex()) {
            add(index, 1, 10, 11);
            add(index, 2, 20);
            index.condemn(List.of(pack(1), pack(9)), List.of(chunk(10), chunk(20), chunk(99)));
            assertThat(index.pack(pack(1)).orElseThrow().condemned()).isTrue();
            assertThat(index.pack(pack(2)).orElseThrow().condemned()).isFalse();
            assertThat(index.pack(pack(9))).isEmpty();
            assertThat(index.find(chunk(10))).isEmpty();
            assertThat(packOf(index, 11)).contains(pack(1));
            assertThat(packOf(index, 20)).contains(pack(2));
        }
    }

    @Test
    default void aCondemnedPackThatIsAddedAgainLivesAgain() {
        try (ChunkIndex index = newIndex()) {
            add(index, 1, 10);
            index.condemn(List.of(pack(1)), List.of(chunk(10)));
            add(index, 1, 10);
            assertThat(index.pack(pack(1)).orElseThrow().condemned()).isFalse();
            assertThat(packOf(index, 10)).contains(pack(1));
        }
    }

    @Test
    default void chunksMoveOnlyFromTheirOldPlace() {
        try (ChunkIndex index = newIndex()) {
            add(index, 1, 10, 11);
            add(index, 2, 20);
            index.relocate(summary(3, 3), entries(10, 20, 30), List.of(pack(1)));
            assertThat(index.find(chunk(10))).contains(new ChunkLocation(pack(3), 64, 100));
            assertThat(packOf(index, 11)).contains(pack(1));
            assertThat(packOf(index, 20)).contains(pack(2));
            assertThat(index.find(chunk(30))).isEmpty();
            assertThat(index.pack(pack(3))).contains(summary(3, 3));
        }
    }

    @Test
    default void removedPacksAreUnknown() {
        try (ChunkIndex index = newIndex()) {
            add(index, 1, 10);
            add(index, 2, 20);
            index.removePacks(List.of(pack(1), pack(7)));
            assertThat(packs(index)).containsExactly(pack(2));
        }
    }

    @Test
    default void damagedChunksAreForgottenOnlyWhereTheyLieInThatPack() {
        try (ChunkIndex index = newIndex()) {
            add(index, 1, 10);
            add(index, 2, 20);
            index.forget(pack(1), List.of(chunk(10), chunk(20)));
            assertThat(index.find(chunk(10))).isEmpty();
            assertThat(packOf(index, 20)).contains(pack(2));
            add(index, 3, 10);
            assertThat(packOf(index, 10)).contains(pack(3));
        }
    }

    @Test
    default void everyChunkWhosePackIsUnknownIsForgotten() {
        try (ChunkIndex index = newIndex()) {
            add(index, 1, IntStream.range(0, 3000).toArray());
            add(index, 2, IntStream.range(3000, 6000).toArray());
            index.removePacks(List.of(pack(1)));
            assertThat(index.forgetChunksWithoutPack()).isEqualTo(3000);
            assertThat(IntStream.range(0, 3000).filter(i -> index.find(chunk(i)).isPresent()))
                    .isEmpty();
            assertThat(IntStream.range(3000, 6000)
                            .filter(i -> index.find(chunk(i)).isEmpty()))
                    .isEmpty();
        }
    }

    @Test
    default void doubtIsSetAndCleared() {
        try (ChunkIndex index = newIndex()) {
            index.beginDoubt();
            index.beginDoubt();
            assertThat(index.inDoubt()).isTrue();
            index.endDoubt();
            assertThat(index.inDoubt()).isFalse();
            index.endDoubt();
        }
    }

    @Test
    default void aStreamOfPacksOutlivesChangesMadeWhileItIsRead() {
        try (ChunkIndex index = newIndex()) {
            for (int i = 0; i < 120; i++) {
                add(index, i, i);
            }
            List<PackId> seen = new ArrayList<>();
            try (Stream<PackSummary> packs = index.packs()) {
                packs.forEach(pack -> {
                    seen.add(pack.id());
                    index.removePacks(List.of(pack.id()));
                });
            }
            assertThat(seen).doesNotHaveDuplicates().hasSize(120);
            assertThat(packs(index)).isEmpty();
        }
    }

    /** Any sequence of changes leaves the index as the same changes leave the in-memory one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    default void anySequenceOfChangesDoesWhatTheModelDoes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (ChunkIndex index = newIndex();
                ChunkIndex model = new MemoryChunkIndex()) {
            for (int step = 0; step < 150; step++) {
                long change = random.nextLong();
                change(index, new SplittableRandom(change));
                change(model, new SplittableRandom(change));
            }
            for (int i = 0; i < 40; i++) {
                assertThat(index.find(chunk(i))).isEqualTo(model.find(chunk(i)));
            }
            for (int i = 0; i < 10; i++) {
                assertThat(index.pack(pack(i))).isEqualTo(model.pack(pack(i)));
            }
            assertThat(packs(index)).isEqualTo(packs(model));
        }
    }

    private static void change(ChunkIndex index, SplittableRandom random) {
        int[] chunks = random.ints(random.nextInt(8), 0, 40).distinct().toArray();
        int pack = random.nextInt(10);
        List<ChunkId> ids =
                IntStream.of(chunks).mapToObj(ChunkIndexContract::chunk).toList();
        List<PackId> packs = random.ints(3, 0, 10)
                .distinct()
                .mapToObj(ChunkIndexContract::pack)
                .toList();
        switch (random.nextInt(6)) {
            case 0, 1 -> add(index, pack, chunks);
            case 2 -> index.condemn(packs, ids);
            case 3 -> index.relocate(summary(pack, chunks.length), entries(chunks), packs);
            case 4 -> index.forget(pack(pack), ids);
            default -> {
                index.removePacks(packs);
                index.forgetChunksWithoutPack();
            }
        }
    }

    @Test
    default void packAddedDuringARebuildIsInTheNewContent() {
        try (ChunkIndex index = newIndex()) {
            add(index, 1, 10, 11);
            try (IndexRebuild rebuild = index.rebuild()) {
                add(index, 2, 20);
                rebuild.add(summary(3, 1), entries(30));
                assertThat(packOf(index, 10)).contains(pack(1));
                assertThat(packOf(index, 30)).isEmpty();
                rebuild.finish();
            }
            assertThat(packs(index)).containsExactlyInAnyOrder(pack(2), pack(3));
            assertThat(packOf(index, 10)).isEmpty();
            assertThat(packOf(index, 20)).contains(pack(2));
            assertThat(packOf(index, 30)).contains(pack(3));
        }
    }

    @Test
    default void rebuildThatIsNotFinishedChangesNothing() {
        try (ChunkIndex index = newIndex()) {
            add(index, 1, 10);
            try (IndexRebuild rebuild = index.rebuild()) {
                rebuild.add(summary(3, 1), entries(30));
            }
            assertThat(packs(index)).containsExactly(pack(1));
            assertThat(packOf(index, 10)).contains(pack(1));
            assertThat(packOf(index, 30)).isEmpty();
        }
    }
}

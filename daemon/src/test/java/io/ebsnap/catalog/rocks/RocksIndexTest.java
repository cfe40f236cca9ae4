package io.ebsnap.catalog.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ebsnap.catalog.CatalogView;
import io.ebsnap.chunk.ChunkIndex;
import io.ebsnap.chunk.PackEntry;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.PackId;
import io.ebsnap.identity.StoreId;
import io.ebsnap.store.fault.MemoryTempDir;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

final class RocksIndexTest {

    private static final StoreId STORE = StoreId.parse("ab".repeat(16));

    @TempDir(factory = MemoryTempDir.class)
    private Path directory;

    private Path index() {
        return directory.resolve("index");
    }

    private RocksIndex open(StoreId store) {
        return RocksIndex.open(index(), TestLibrary.DIRECTORY, store, InstantSource.fixed(Instant.EPOCH));
    }

    private static ChunkId chunk(int number) {
        byte[] bytes = new byte[ChunkId.BYTES];
        new SplittableRandom(number).nextBytes(bytes);
        return ChunkId.of(bytes);
    }

    private static PackSummary pack(int number, int entries) {
        byte[] bytes = new byte[PackId.BYTES];
        new SplittableRandom(-1L - number).nextBytes(bytes);
        return new PackSummary(
                PackId.of(bytes), ChunkKind.DATA, DomainId.of(new byte[DomainId.BYTES]), entries, 1000, false);
    }

    private static List<PackEntry> entries(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new PackEntry(chunk(i), 64 + i, 100, 524_288, 0))
                .toList();
    }

    private static void add(ChunkIndex index, int pack, int from, int to) {
        index.addPack(pack(pack, to - from), entries(from, to));
    }

    private List<String> siblings() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName() + "").sorted().toList();
        }
    }

    @Test
    void whatWasAddedIsThereAfterOpeningAgain() {
        try (RocksIndex index = open(STORE)) {
            assertThat(index.isFresh()).isTrue();
            index.rebuild().finish();
            add(index, 1, 0, 100);
            index.beginDoubt();
            index.catalogView().put("volume", new CatalogView.Row("vol-1", 3, new byte[] {1, 2}));
        }
        try (RocksIndex index = open(STORE)) {
            assertThat(index.isFresh()).isFalse();
            assertThat(index.find(chunk(99))).isPresent();
            assertThat(index.inDoubt()).isTrue();
            assertThat(index.catalogView().find("volume", "vol-1").orElseThrow().sequence())
                    .isEqualTo(3);
            assertThat(index.approximateChunkCount()).isBetween(90L, 110L);
            assertThat(index.approximateBytes()).isGreaterThan(100L * ChunkId.BYTES);
        }
    }

    @Test
    void theIndexOfAnotherStoreIsPutAside() throws IOException {
        try (RocksIndex index = open(STORE)) {
            add(index, 1, 0, 10);
        }
        StoreId other = StoreId.parse("cd".repeat(16));
        try (RocksIndex index = open(other)) {
            assertThat(index.isFresh()).isTrue();
            assertThat(index.find(chunk(1))).isEmpty();
        }
        assertThat(siblings()).containsExactly("index", "index.foreign-1");
    }

    @Test
    void aNewerIndexIsPutAsideUntouched() throws IOException, RocksDBException {
        open(STORE).close();
        try (RocksSession session = RocksSession.open(index().toString());
                WriteBatch batch = new WriteBatch()) {
            batch.put(session.handle(Table.DEFAULT), RocksOpening.FORMAT_KEY, new byte[] {0, 2, 77});
            session.writeDurably(batch);
        }
        open(STORE).close();
        open(STORE).close();
        assertThat(siblings()).containsExactly("index", "index.newer-1");
    }

    /** Whatever is there instead of an index, the daemon gets an empty one, and only the last few damaged ones are kept. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aDamagedIndexIsPutAsideOrStillRight(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 3; round++) {
            try (RocksIndex index = open(STORE)) {
                index.rebuild().finish();
                add(index, 1, 0, 500);
            }
            damage(random);
            try (RocksIndex index = open(STORE)) {
                if (!index.isFresh()) {
                    readAll(index);
                }
            }
        }
        assertThat(siblings()).hasSizeLessThanOrEqualTo(3);
        assertThat(siblings()).contains("index");
    }

    private static void readAll(RocksIndex index) {
        for (int i = 0; i < 500; i++) {
            try {
                index.find(chunk(i))
                        .ifPresent(place ->
                                assertThat(place.pack()).isEqualTo(pack(1, 1).id()));
            } catch (Failure.Corrupt e) {
                // Said, not hidden; the next opening begins anew.
            }
        }
    }

    private void damage(SplittableRandom random) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(index())) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        Path victim = files.get(random.nextInt(files.size()));
        byte[] bytes = Files.readAllBytes(victim);
        switch (random.nextInt(4)) {
            case 0 -> Files.delete(victim);
            case 1 -> Files.write(victim, new byte[bytes.length]);
            case 2 -> Files.write(victim, Arrays.copyOf(bytes, bytes.length / 2));
            default -> {
                random.nextBytes(bytes);
                Files.write(victim, bytes);
            }
        }
    }

    @Test
    void garbageInThePlaceOfTheIndexIsPutAside() throws IOException {
        Files.writeString(index(), "garbage");
        open(STORE).close();
        assertThat(siblings()).containsExactly("index", "index.damaged-1");
        assertThat(directory.resolve("index.damaged-1")).hasContent("garbage");
    }

    @Test
    void anIndexThatIsOpenElsewhereIsLeftAlone() throws IOException {
        try (RocksIndex index = open(STORE)) {
            assertThatExceptionOfType(Failure.Unavailable.class).isThrownBy(() -> open(STORE));
            add(index, 1, 0, 10);
            assertThat(index.find(chunk(1))).isPresent();
        }
        assertThat(siblings()).containsExactly("index");
    }

    @Test
    void useAfterClosingIsRefusedEverywhere() {
        RocksIndex index = open(STORE);
        add(index, 1, 0, 10);
        Stream<PackSummary> packs = index.packs();
        CatalogView view = index.catalogView();
        index.close();
        index.close();
        assertThatIllegalStateException().isThrownBy(() -> index.find(chunk(1)));
        assertThatIllegalStateException().isThrownBy(() -> add(index, 2, 0, 1));
        assertThatIllegalStateException().isThrownBy(packs::toList);
        assertThatIllegalStateException().isThrownBy(() -> view.find("volume", "x"));
        assertThatIllegalStateException().isThrownBy(index::forgetChunksWithoutPack);
    }

    @Test
    void closingWhileOthersReadAndWriteNeverCrashes() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            RocksIndex index = open(STORE);
            AtomicReference<Throwable> trouble = new AtomicReference<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int me = i;
                threads.add(Thread.ofPlatform().name("user-" + i).start(() -> useUntilClosed(index, me, trouble)));
            }
            while (index.find(chunk(1)).isEmpty()) {
                Thread.onSpinWait();
            }
            index.close();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(trouble.get()).isNull();
        }
    }

    private static void useUntilClosed(RocksIndex index, int me, AtomicReference<Throwable> trouble) {
        try {
            for (int i = 0; ; i++) {
                if (me % 2 == 0) {
                    add(index, me * 100_000 + i, i, i + 10);
                } else {
                    index.find(chunk(i));
                    index.packs().limit(5).forEach(PackSummary::id);
                }
            }
        } catch (IllegalStateException e) {
            // Closed: that is the clear answer.
        } catch (Throwable e) {
            trouble.set(e);
        }
    }

    @Test
    void aRebuiltIndexHoldsExactlyWhatTheBuilderWasGiven() {
        try (RocksIndex index = open(STORE)) {
            add(index, 1, 0, 1000);
            try (IndexBuilder builder = index.rebuild()) {
                for (int i = 19; i >= 10; i--) {
                    builder.add(pack(i, 500), entries(i * 400, i * 400 + 500));
                }
                assertThat(index.find(chunk(1))).isPresent();
                assertThat(builder.finish()).isEqualTo(4100);
            }
            assertThat(index.isFresh()).isFalse();
            assertThat(index.find(chunk(1))).isEmpty();
            assertThat(index.pack(pack(1, 0).id())).isEmpty();
            assertThat(index.packs().count()).isEqualTo(10);
            for (int i = 4000; i < 8100; i++) {
                assertThat(index.find(chunk(i))).isPresent();
            }
            // Of two places the first that was given.
            assertThat(index.find(chunk(4450)).orElseThrow().pack())
                    .isEqualTo(pack(11, 0).id());
            add(index, 50, 9000, 9010);
            assertThat(index.find(chunk(9005))).isPresent();
        }
        assertThat(index().resolve("rebuild")).doesNotExist();
    }

    @Test
    void packsThatAreAddedDuringARebuildAreNotLost() {
        try (RocksIndex index = open(STORE);
                IndexBuilder builder = index.rebuild()) {
            add(index, 7, 0, 50);
            builder.add(pack(8, 50), entries(100, 150));
            assertThatExceptionOfType(Failure.Conflict.class).isThrownBy(index::rebuild);
            assertThatExceptionOfType(Failure.Conflict.class)
                    .isThrownBy(() -> index.condemn(List.of(pack(7, 0).id()), List.of()));
            index.forget(pack(8, 0).id(), List.of(chunk(120)));
            builder.finish();
            assertThat(index.find(chunk(49))).isPresent();
            assertThat(index.find(chunk(149))).isPresent();
            assertThat(index.find(chunk(120))).isEmpty();
            index.condemn(List.of(pack(7, 0).id()), List.of());
        }
    }

    @Test
    void aRebuildThatIsGivenUpChangesNothing() {
        try (RocksIndex index = open(STORE)) {
            add(index, 1, 0, 50);
            try (IndexBuilder builder = index.rebuild()) {
                builder.add(pack(2, 50), entries(100, 150));
            }
            assertThat(index.find(chunk(1))).isPresent();
            assertThat(index.find(chunk(101))).isEmpty();
            assertThat(index.isFresh()).isTrue();
            index.rebuild().close();
        }
    }

    @Test
    void manyRunsAreMergedInOrder() throws Exception {
        Files.createDirectories(index());
        SplittableRandom random = new SplittableRandom(1);
        try (SortedRuns runs = new SortedRuns(index(), "rows", 4, 1 << 16)) {
            List<Integer> keys = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                byte[] row = new byte[1 << 16];
                int key = random.nextInt(1000);
                ByteBuffer.wrap(row).putInt(key).putInt(i);
                runs.add(row);
                keys.add(key);
            }
            List<Integer> merged = new ArrayList<>();
            runs.merge(row -> {
                ByteBuffer bytes = ByteBuffer.wrap(row);
                int key = bytes.getInt();
                merged.add(key);
                assertThat(bytes.getInt()).isEqualTo(keys.indexOf(key));
            });
            assertThat(merged).isEqualTo(keys.stream().distinct().sorted().toList());
        }
        assertThat(index()).isEmptyDirectory();
    }
}

package io.ebsnap.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import de.thetaphi.forbiddenapis.SuppressForbidden;
import io.ebsnap.catalog.rocks.RocksIndex;
import io.ebsnap.catalog.rocks.TestLibrary;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.StoreId;
import io.ebsnap.store.fault.MemoryTempDir;
import io.ebsnap.store.file.FileObjectStore;
import io.ebsnap.store.file.LocalFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scale question: what index and collection cost for each block, measured on as many as {@code -Debsnap.simulate=N} says, and what
 * that comes to for 16 TiB with 100 incrementals. Real index, real packs of 128 chunks, tiny contents. Prints; asserts only that it worked.
 */
@EnabledIfSystemProperty(named = "ebsnap.simulate", matches = "[0-9]+")
final class CollectionScaleTest {

    private static final Logger LOG = LoggerFactory.getLogger(CollectionScaleTest.class);
    private static final int CHUNKS_PER_PACK = 128;
    private static final long BLOCKS = 33_554_432;
    private static final int INCREMENTALS = 100;
    private static final double CHANGED = 0.01;

    private final int chunks = Integer.getInteger("ebsnap.simulate");
    private final ChunkStoreFixture fixture = new ChunkStoreFixture(1);

    @TempDir(factory = MemoryTempDir.class)
    private Path directory;

    @Test
    void saysWhatSixteenTebibytesCost() throws IOException {
        open();
        fixture.limits = ChunkLimits.DEFAULT.withPacksOf(1 << 20, CHUNKS_PER_PACK);
        byte[] ids = fill(fixture.open());
        fixture.index.close();
        fixture.objects.close();
        long indexBytes = sizeOf(directory.resolve("index"));
        open();
        long began = nanos();
        fixture.open().reconcile((pack, chunk) -> false);
        report(
                "index bytes per chunk: %.1f; opening (compare with the store): %.3f s",
                indexBytes / (double) chunks, since(began));
        collect(fixture.open(), ids, "nothing dead", 0);
        collect(fixture.open(), ids, "a tenth of the packs dead", chunks / 10);
        double total = BLOCKS * (1 + INCREMENTALS * CHANGED);
        report(
                "16 TiB, %d incrementals of %.0f %%: %.1f million chunks, index %.2f GB, mark filter %.0f MB at 12 bits a chunk",
                INCREMENTALS,
                CHANGED * 100,
                total / 1e6,
                indexBytes / (double) chunks * total / 1e9,
                total * 12 / 8 / 1e6);
        fixture.index.close();
        fixture.objects.close();
    }

    private void collect(ChunkStore store, byte[] ids, String what, int dead) {
        long[] markNanos = new long[1];
        long began = nanos();
        CollectionOutcome outcome = store.collect(CollectionOrder.of(ChunkStoreFixture.DOMAIN, (domain, keep) -> {
            long from = nanos();
            for (int i = dead; i < chunks; i++) {
                keep.accept(ChunkId.from(ids, i * ChunkId.BYTES));
            }
            markNanos[0] = nanos() - from;
        }));
        assertThat(outcome.packsBefore()).isPositive();
        double seconds = since(began);
        double mark = markNanos[0] / 1e9;
        report(
                "collection, %s: mark %.2f s (%.0f ns a chunk), sweep %.2f s (%.0f us a pack), %d packs deleted; so for 67 million chunks"
                        + " %.0f s",
                what,
                mark,
                markNanos[0] / (double) chunks,
                seconds - mark,
                (seconds - mark) * 1e6 / outcome.packsBefore(),
                outcome.packsDeleted(),
                seconds / chunks * BLOCKS * 2);
    }

    private byte[] fill(ChunkStore store) {
        byte[] ids = new byte[Math.multiplyExact(chunks, ChunkId.BYTES)];
        SplittableRandom random = new SplittableRandom(1);
        ByteBuffer content = ByteBuffer.allocate(16);
        long began = nanos();
        try (ChunkWriter writer = store.openWriter(ChunkStoreFixture.DOMAIN, chunks)) {
            for (int i = 0; i < chunks; i++) {
                content.putLong(0, i).putLong(8, random.nextLong());
                ChunkStoreFixture.put(writer, content.array()).copyTo(ids, i * ChunkId.BYTES);
            }
            writer.flush();
        }
        report("stored %d tiny chunks in %.1f s", chunks, since(began));
        return ids;
    }

    private void open() {
        fixture.objects = FileObjectStore.open(directory.resolve("store"), new LocalFiles(), new SplittableRandom(1));
        fixture.index = RocksIndex.open(
                directory.resolve("index"),
                TestLibrary.DIRECTORY,
                StoreId.of(new byte[StoreId.BYTES]),
                InstantSource.fixed(Instant.EPOCH));
    }

    private static long sizeOf(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void report(String form, Object... values) {
        LOG.info("{}", String.format(Locale.ROOT, form, values));
    }

    @SuppressForbidden // it measures
    private static long nanos() {
        return System.nanoTime();
    }

    private static double since(long began) {
        return (nanos() - began) / 1e9;
    }
}

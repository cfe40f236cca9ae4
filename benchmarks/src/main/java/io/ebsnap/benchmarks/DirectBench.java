package io.ebsnap.benchmarks;

import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.DataKeyRecord;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.ObjectCatalog;
import io.ebsnap.catalog.RecordSealing;
import io.ebsnap.catalog.rocks.RocksIndex;
import io.ebsnap.chunk.ChunkLimits;
import io.ebsnap.chunk.ChunkStore;
import io.ebsnap.chunk.ChunkStoreParts;
import io.ebsnap.chunk.ChunkWriter;
import io.ebsnap.chunk.DamageListener;
import io.ebsnap.chunk.PreparedChunk;
import io.ebsnap.compress.Lz4Blocks;
import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.direct.BlockChecksum;
import io.ebsnap.direct.BlockOrder;
import io.ebsnap.direct.BlockUpload;
import io.ebsnap.direct.CheckpointLimits;
import io.ebsnap.direct.DirectEngine;
import io.ebsnap.direct.DirectSettings;
import io.ebsnap.direct.DirectStorage;
import io.ebsnap.direct.ListedBlock;
import io.ebsnap.direct.PageOrder;
import io.ebsnap.direct.UploadEnd;
import io.ebsnap.direct.UploadOrder;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.identity.StoreId;
import io.ebsnap.kms.KeyMetadata;
import io.ebsnap.kms.Keyring;
import io.ebsnap.snapshot.DiffPage;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.file.FileObjectStore;
import io.ebsnap.store.file.LocalFiles;
import io.ebsnap.task.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Blocks a second through the direct APIs, beside what snapshots write and restores read with, on one store of files: in {@code ebsnap.bench.directory}, else
 * where temporary files are. Threads are clients: {@code -t 16}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class DirectBench {

    private static final DomainId DOMAIN = DomainId.of(new byte[DomainId.BYTES]);
    private static final KeyId KEY = new KeyId(new UUID(1, 1));
    private static final String ACCOUNT = "000000000000";
    private static final int BLOCKS = 512;

    /** What the blocks hold. */
    @Param("PROGRAM")
    public Content content = Content.PROGRAM;

    private final DomainKeys keys = DomainKeys.derive(DOMAIN, new byte[AeadCipher.KEY_BYTES]);
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong next = new AtomicLong();
    private final ExecutorService commits = Executors.newFixedThreadPool(4);
    private final List<ChunkId> written = new ArrayList<>();

    private Path directory = Path.of("");
    private ObjectStore objects;
    private RocksIndex index;
    private ChunkStore chunks;
    private DirectEngine direct;
    private ChunkWriter writer;
    private SnapshotId pending;
    private SnapshotId completed;
    private List<ListedBlock> listed = List.of();

    /** A client's block. */
    @State(Scope.Thread)
    public static class Buffer {
        private byte[] block = new byte[0];
        private int turn;

        /** Its content. */
        @Setup
        public void fill(DirectBench bench) {
            block = bench.content.block();
        }

        /** The same but for its first bytes. */
        ArraySlice unlike(long number) {
            for (int i = 0; i < Long.BYTES; i++) {
                block[i] = (byte) (number >>> (8 * i));
            }
            return ArraySlice.of(block);
        }
    }

    /** A store with a snapshot, and one that is pending. */
    @Setup
    public void begin() throws IOException {
        directory = Files.createTempDirectory(
                Path.of(System.getProperty("ebsnap.bench.directory", System.getProperty("java.io.tmpdir"))), "direct");
        objects = FileObjectStore.open(directory.resolve("store"), new LocalFiles(), random);
        index = RocksIndex.open(
                directory.resolve("index"),
                directory.resolve("natives"),
                StoreId.of(new byte[StoreId.BYTES]),
                InstantSource.system());
        chunks = new ChunkStore(parts());
        direct = engine();
        writer = chunks.openWriter(DOMAIN, BLOCKS);
        completed = snapshot();
        pending = start();
    }

    /** Removes all of it. */
    @TearDown
    public void close() throws IOException {
        direct.close();
        writer.close();
        commits.close();
        index.close();
        objects.close();
        keys.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Checksum, id, look-up, compression, sealing, pack, index and journal: durable when it returns. */
    @Benchmark
    public void putBlock(Buffer buffer) {
        long number = next.incrementAndGet();
        ArraySlice block = buffer.unlike(number);
        direct.putBlock(new BlockUpload(pending, number, BlockChecksum.of(block)), block);
    }

    /** What a snapshot does with a block: durable with its pack. Appended by one thread at a time. */
    @Benchmark
    public int snapshotWrite(Buffer buffer) {
        try (PreparedChunk chunk = writer.prepare(ChunkKind.DATA, buffer.unlike(next.incrementAndGet()))) {
            synchronized (this) {
                return writer.append(chunk);
            }
        }
    }

    /** Token, map, chunk, checksum. */
    @Benchmark
    public BlockChecksum getBlock(Buffer buffer) {
        ListedBlock block = listed.get(buffer.turn++ % listed.size());
        return direct.getBlock(
                new BlockOrder(ACCOUNT, completed, block.index(), block.token()), ArraySlice.of(buffer.block));
    }

    /** What a restore does with a block. */
    @Benchmark
    public int restoreRead(Buffer buffer) {
        ChunkId id = written.get(buffer.turn++ % written.size());
        return chunks.reader().read(DOMAIN, ChunkKind.DATA, id, ArraySlice.of(buffer.block));
    }

    private SnapshotId start() {
        return new SnapshotId(direct.start(
                        new UploadOrder(ACCOUNT, 65_536, null, null, List.of(), null, UploadOrder.Sealing.UNSAID, null))
                .snapshotId());
    }

    private SnapshotId snapshot() {
        SnapshotId snapshot = start();
        Buffer buffer = new Buffer();
        buffer.fill(this);
        for (int i = 0; i < BLOCKS; i++) {
            ArraySlice block = buffer.unlike(next.incrementAndGet());
            written.add(keys.idOf(ChunkKind.DATA, block));
            direct.putBlock(new BlockUpload(snapshot, i, BlockChecksum.of(block)), block);
        }
        direct.complete(new UploadEnd(snapshot, BLOCKS, null));
        listed = direct.listBlocks(snapshot, PageOrder.first(ACCOUNT, BLOCKS)).blocks();
        return snapshot;
    }

    private DirectEngine engine() {
        AeadCipher cipher = AeadCiphers.fastest();
        ObjectCatalog catalog = ObjectCatalog.open(
                objects,
                new MemoryCatalogView(),
                new RecordSealing(() -> DOMAIN, domain -> keys, cipher, random),
                CrashPoints.NONE);
        catalog.create(
                CatalogKind.DATA_KEY,
                new DataKeyRecord(
                        DOMAIN.hex(),
                        KEY.toString(),
                        1,
                        "AAAA",
                        InstantSource.system().instant()));
        return new DirectEngine(
                new DirectStorage(
                        catalog,
                        objects,
                        chunks,
                        new PageLoader(chunks.reader()),
                        new MapsInUse(),
                        new OneKey(keys),
                        cipher),
                (first, second, from, limit) -> new DiffPage(List.of(), OptionalLong.empty(), 1, 1),
                new DirectSettings(
                        DirectSettings.UPLOADS_MAX,
                        DirectSettings.START_PATIENCE,
                        DirectSettings.PUTS_MAX,
                        CheckpointLimits.DEFAULT,
                        KEY::toString,
                        () -> false,
                        key -> false),
                new DirectEngine.Work(
                        new Surroundings(InstantSource.system(), System::nanoTime, random, CrashPoints.NONE),
                        Runnable::run));
    }

    private ChunkStoreParts parts() {
        Lz4Blocks lz4 = Lz4Blocks.load();
        return new ChunkStoreParts(
                objects,
                index,
                domain -> keys,
                AeadCiphers.fastest(),
                lz4,
                lz4,
                random,
                commits,
                System::nanoTime,
                CrashPoints.NONE,
                DamageListener.NONE,
                ChunkLimits.DEFAULT);
    }

    /** One key with one domain. */
    private static final class OneKey implements Keyring {
        private final DomainKeys keys;

        OneKey(DomainKeys keys) {
            this.keys = keys;
        }

        @Override
        public DomainKeys keysOf(DomainId domain) {
            return keys;
        }

        @Override
        public DomainId storeDomain() {
            return DOMAIN;
        }

        @Override
        public DomainId domainFor(KeyId key) {
            return DOMAIN;
        }

        @Override
        public KeyId resolve(String keyOrAlias) {
            return KEY;
        }

        @Override
        public List<KeyMetadata> keys() {
            return List.of();
        }
    }
}

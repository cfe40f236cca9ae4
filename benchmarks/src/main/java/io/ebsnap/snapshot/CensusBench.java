package io.ebsnap.snapshot;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapEditor;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.ObjectCatalog;
import io.ebsnap.catalog.RecordSealing;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotOrigin;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.rocks.RocksIndex;
import io.ebsnap.chunk.ChunkLimits;
import io.ebsnap.chunk.ChunkStore;
import io.ebsnap.chunk.ChunkStoreParts;
import io.ebsnap.chunk.ChunkWriter;
import io.ebsnap.chunk.DamageListener;
import io.ebsnap.chunk.PackEntry;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.compress.Lz4Blocks;
import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import io.ebsnap.identity.PackId;
import io.ebsnap.identity.StoreId;
import io.ebsnap.kms.KeyMetadata;
import io.ebsnap.kms.Keyring;
import io.ebsnap.store.Headroom;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The census of a domain with a million chunks: a volume of 350 GiB without holes, and 30 snapshots behind its first one, of each of which 10,000 blocks are new, in runs of
 * 100. The index is the real one on disk; pages are in memory, and of the chunks there is only what the index knows.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 1)
@Measurement(iterations = 5)
public class CensusBench {

    private static final DomainId DOMAIN = DomainId.of(new byte[DomainId.BYTES]);
    private static final int BLOCKS = 700_000;
    private static final int SNAPSHOTS = 30;
    private static final int CHANGED = 10_000;
    private static final int RUN = 100;
    private static final int PACK_CHUNKS = 200;
    private static final int RECORD_BYTES = 300_000;

    private final Random random = new Random(7);
    private final DomainKeys keys = DomainKeys.derive(DOMAIN, new byte[AeadCipher.KEY_BYTES]);
    private final ObjectStore objects = new MemoryObjectStore();
    private final List<PackEntry> pack = new ArrayList<>();

    private Path directory = Path.of("");
    private RocksIndex index;
    private ChunkStore chunks;
    private Catalog catalog;
    private SnapshotStorage storage;

    /** The store. */
    @Setup
    public void fill() throws IOException {
        directory = Files.createTempDirectory("census");
        index = RocksIndex.open(
                directory.resolve("index"),
                directory.resolve("natives"),
                StoreId.of(new byte[StoreId.BYTES]),
                InstantSource.system());
        chunks = new ChunkStore(parts());
        catalog = ObjectCatalog.open(
                objects,
                new MemoryCatalogView(),
                new RecordSealing(() -> DOMAIN, domain -> keys, AeadCiphers.fastest(), new SecureRandom()),
                CrashPoints.NONE);
        PageLoader pages = new PageLoader(chunks.reader());
        storage = new SnapshotStorage(
                catalog, chunks, pages, new MapsInUse(), new OneDomain(keys), Headroom.NONE, List.of());
        VolumeGeometry geometry = new VolumeGeometry((long) BLOCKS * VolumeGeometry.BLOCK_BYTES);
        BlockMap map = BlockMap.empty(geometry, DOMAIN);
        for (int i = 0; i <= SNAPSHOTS; i++) {
            map = snapshot(i, map, i == 0 ? BLOCKS : CHANGED);
        }
    }

    private BlockMap snapshot(int number, BlockMap base, int changed) {
        BlockMap map;
        try (ChunkWriter writer = chunks.openWriter(DOMAIN, changed)) {
            BlockMapEditor editor = new BlockMapEditor(writer, storage.pages(), base, base.geometry());
            long stride = (long) BLOCKS * RUN / changed;
            for (long start = 0; start + RUN <= BLOCKS; start += stride) {
                for (int i = 0; i < RUN; i++) {
                    editor.put(new BlockIndex(start + i), chunk());
                }
            }
            map = editor.finish();
            writer.flush();
        }
        endPack();
        catalog.create(CatalogKind.SNAPSHOT, record(number, map));
        return map;
    }

    /** One that is in no pack but for what the index says. */
    private ChunkId chunk() {
        byte[] bytes = new byte[ChunkId.BYTES];
        random.nextBytes(bytes);
        ChunkId id = ChunkId.of(bytes);
        pack.add(new PackEntry(id, pack.size() * RECORD_BYTES, RECORD_BYTES, VolumeGeometry.BLOCK_BYTES, 0));
        if (pack.size() == PACK_CHUNKS) {
            endPack();
        }
        return id;
    }

    private void endPack() {
        if (pack.isEmpty()) {
            return;
        }
        byte[] name = new byte[PackId.BYTES];
        random.nextBytes(name);
        index.addPack(
                new PackSummary(
                        PackId.of(name), ChunkKind.DATA, DOMAIN, pack.size(), (long) pack.size() * RECORD_BYTES, false),
                List.copyOf(pack));
        pack.clear();
    }

    private static SnapshotRecord record(int number, BlockMap map) {
        Instant time = Instant.EPOCH.plusSeconds(number);
        return new SnapshotRecord(
                String.format("snap-%017x", number),
                "vol-00000000000000001",
                SnapshotState.COMPLETED,
                "",
                time,
                time,
                "000000000000",
                "",
                List.of(),
                "standard",
                "00000000-0000-4000-8000-000000000000",
                new SnapshotContent(
                        map.root().orElseThrow().hex(), map.geometry().sizeBytes(), 0, 0, 0, 0, 0, 0),
                new SnapshotOrigin("/dev/a", map.geometry().sizeBytes(), "lvm", null, DOMAIN.hex(), null, "full"),
                null);
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
                new SecureRandom(),
                Runnable::run,
                () -> 0,
                CrashPoints.NONE,
                DamageListener.NONE,
                ChunkLimits.DEFAULT);
    }

    /** Removes it. */
    @TearDown
    public void close() throws IOException {
        catalog.close();
        index.close();
        keys.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** What each snapshot takes, alone and together. */
    @Benchmark
    public Object everything() {
        return new DomainCensus(
                        storage, new SnapshotRecords(catalog, InstantSource.system()), DOMAIN, ReferenceTable.SLOTS_MAX)
                .everything();
    }

    /** The keys of one domain. */
    private record OneDomain(DomainKeys domainKeys) implements Keyring {

        @Override
        public DomainKeys keysOf(DomainId domain) {
            return domainKeys;
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
            throw new UnsupportedOperationException("no key has a name here");
        }

        @Override
        public List<KeyMetadata> keys() {
            return List.of();
        }
    }
}

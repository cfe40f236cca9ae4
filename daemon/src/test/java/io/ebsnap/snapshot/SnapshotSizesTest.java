package io.ebsnap.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapDiff;
import io.ebsnap.blockmap.BlockMapReader;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.VolumeOrigin;
import io.ebsnap.catalog.VolumeRestoreMode;
import io.ebsnap.catalog.VolumeTargetRecord;
import io.ebsnap.check.CollectionResult;
import io.ebsnap.chunk.CollectionForecast;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.PackTable;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.scenario.EngineFixture;
import io.ebsnap.scenario.MemoryDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What snapshots are said to take and to free, against a count by hand, and against what deleting and collecting gives back. */
class SnapshotSizesTest {

    private static final long MIB = 1 << 20;

    private final EngineFixture engine = new EngineFixture(3);

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void sizesTellWhatIsSharedAndWhatDeletingFrees() {
        MemoryDevice device = engine.machine.add("/dev/a", 10 * MIB);
        for (int block = 0; block < 10; block++) {
            device.put(block, filled(Math.min(block, 7)));
        }
        SnapshotRecord first = engine.snapshot("/dev/a");
        SnapshotSizes alone = sizes(first);
        assertThat(alone.fullBytes()).isEqualTo(5 * MIB);
        assertThat(alone.distinctBytes()).isEqualTo(4 * MIB);
        assertThat(alone.freedOnDeleteBytes()).isEqualTo(4 * MIB);
        assertThat(alone.relativeError()).isZero();

        device.put(0, filled(50));
        SnapshotRecord second = engine.snapshot("/dev/a");
        assertThat(sizes(first).uniqueBytes()).isEqualTo(MIB / 2);
        assertThat(sizes(second).sharedBytes()).isEqualTo(7 * MIB / 2);
        assertThat(sizes(second).uniqueStoredBytes()).isPositive();
        assertThat(sizes(first, second).uniqueBytes()).isEqualTo(9 * MIB / 2);
        engine.snapshots.delete(List.of(id(first)));
        assertThat(sizes(second).uniqueBytes()).isEqualTo(4 * MIB);
        assertThatThrownBy(() -> sizes(first)).isInstanceOf(Failure.NotFound.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everySizeIsThatOfACountByHand(long seed) {
        Random random = new Random(seed);
        List<SnapshotRecord> taken = snapshots(random);
        Map<String, SnapshotSizes> all = engine.snapshots.sizesOfAll();
        assertThat(all).hasSameSizeAs(taken);
        for (SnapshotRecord snapshot : taken) {
            assertThat(all.get(snapshot.snapshotId())).as("seed " + seed).isEqualTo(byHand(taken, List.of(snapshot)));
            assertThat(sizes(snapshot)).isEqualTo(all.get(snapshot.snapshotId()));
        }
        for (int round = 0; round < 6; round++) {
            List<SnapshotRecord> set =
                    taken.stream().filter(any -> random.nextBoolean()).toList();
            assertThat(sizes(set.toArray(SnapshotRecord[]::new)))
                    .as("seed " + seed)
                    .isEqualTo(byHand(taken, set));
        }
    }

    /** Every pack holds one chunk, so that nothing that is dead stays beside something that lives. */
    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void whatDeletingIsSaidToFreeIsWhatTheCollectionGivesBack(long seed) {
        engine.limits = engine.limits.withPacksOf(1 << 20, 1);
        engine.restart();
        Random random = new Random(seed);
        List<SnapshotRecord> taken = snapshots(random);
        CollectionResult before = engine.collect();
        assertThat(before.bytesFreed()).as("seed " + seed).isZero();
        List<SnapshotRecord> set =
                taken.stream().filter(any -> random.nextBoolean()).toList();
        long promised = sizes(set.toArray(SnapshotRecord[]::new)).freedOnDeleteStoredBytes();
        long stored = engine.storedBytes();

        engine.snapshots.delete(set.stream().map(SnapshotSizesTest::id).toList());
        ChunkUsage usage = usage();
        CollectionResult collected = engine.collect();

        long frames = collected.packsDeleted() * CollectionForecast.FRAME_BYTES;
        assertThat(stored - engine.storedBytes()).as("seed " + seed).isEqualTo(promised + frames);
        assertThat(usage.deadBytes()).isEqualTo(promised);
        assertThat(usage.collectableBytes()).hasValue(promised + frames);
        assertThat(usage().deadBytes()).isZero();
    }

    @Test
    void forecastKnowsWhichPacksAreNotWorthACollectionYet() {
        MemoryDevice device = filled("/dev/a", 40);
        SnapshotRecord first = engine.snapshot("/dev/a");
        for (int block = 0; block < 40; block++) {
            // Of the first packs little is overwritten, of the others most.
            if (block < 20 ? block % 8 == 0 : block % 8 != 0) {
                device.put(block, noise(1000 + block));
            }
        }
        SnapshotRecord unused = engine.snapshot("/dev/a");
        assertThat(unused.content()).isNotNull();
        engine.snapshots.delete(List.of(id(first)));
        ChunkUsage usage = usage();
        long told = usage.collectableBytes().orElseThrow();
        assertThat(told).isLessThan(usage.deadBytes());
        CollectionResult collected = engine.collect();
        long slack = CollectionForecast.FRAME_BYTES * (collected.packsRewritten() + 1);
        assertThat(collected.bytesFreed()).isBetween(told - slack, told + slack);
        assertThat(usage().collectableBytes().orElseThrow()).isLessThanOrEqualTo(slack);
    }

    @Test
    void whatAVolumeStillNeedsIsNotFreed() {
        filled("/dev/a", 12);
        SnapshotRecord snapshot = engine.snapshot("/dev/a");
        long alone = sizes(snapshot).freedOnDeleteStoredBytes();
        assertThat(alone).isPositive();
        engine.catalog.create(CatalogKind.MANAGED_VOLUME, lazyVolume("vol-00000000000000009", snapshot));
        assertThat(sizes(snapshot).freedOnDeleteStoredBytes()).isZero();
        assertThat(sizes(snapshot).sharedStoredBytes()).isEqualTo(alone);
        engine.snapshots.delete(List.of(id(snapshot)));
        assertThat(usage().liveBytes()).isEqualTo(alone);
        assertThat(usage().distinctStoredBytes()).isZero();
        assertThat(engine.collect().bytesFreed()).isZero();
    }

    @Test
    void usageOfAKeySaysWhatDeduplicationAndCompressionLeave() {
        MemoryDevice device = filled("/dev/a", 8);
        device.put(8, device.get(0));
        device.put(9, filled(3));
        SnapshotRecord first = engine.snapshot("/dev/a");
        SnapshotRecord second = engine.snapshot("/dev/a");
        DomainUsage usage = engine.snapshots.usage().stream()
                .filter(domain -> domain.snapshots() > 0)
                .findFirst()
                .orElseThrow();
        assertThat(usage.snapshots()).isEqualTo(2);
        assertThat(usage.kmsKeyId()).isEqualTo(first.kmsKeyId());
        assertThat(usage.fullBytes()).isEqualTo(10 * MIB);
        assertThat(usage.packBytes()).isEqualTo(engine.storedBytes());
        ChunkUsage chunks = usage.count().orElseThrow();
        assertThat(chunks.distinctBytes()).isEqualTo(9 * MIB / 2);
        assertThat(chunks.distinctStoredBytes())
                .isEqualTo(usage.packBytes() - usage.packs() * CollectionForecast.FRAME_BYTES)
                .isBetween(4 * MIB, 4 * MIB + 8192);
        assertThat(chunks.deadBytes()).isZero();
        assertThat(sizes(second).distinctStoredBytes()).isEqualTo(chunks.distinctStoredBytes());
    }

    @Test
    void parentsAreTheNearestThatAreLeft() {
        MemoryDevice device = filled("/dev/a", 4);
        SnapshotRecord first = engine.snapshot("/dev/a");
        device.put(1, noise(77));
        SnapshotRecord second = engine.snapshot("/dev/a");
        device.put(2, noise(78));
        SnapshotRecord third = engine.snapshot("/dev/a");
        filled("/dev/b", 2);
        SnapshotRecord clone = engine.snapshot("/dev/b");
        engine.catalog.create(CatalogKind.MANAGED_VOLUME, lazyVolume(clone.volumeId(), second));
        assertThat(engine.snapshots.parents())
                .isEqualTo(Map.of(
                        second.snapshotId(), first.snapshotId(),
                        third.snapshotId(), second.snapshotId(),
                        clone.snapshotId(), second.snapshotId()));
        engine.snapshots.delete(List.of(id(second)));
        assertThat(engine.snapshots.parents()).isEqualTo(Map.of(third.snapshotId(), first.snapshotId()));
    }

    @Test
    void volumeThatWasRolledBackToALaterSnapshotMakesNoCircle() {
        filled("/dev/a", 4);
        SnapshotRecord first = engine.snapshot("/dev/a");
        SnapshotRecord second = engine.snapshot("/dev/a");
        engine.catalog.create(CatalogKind.MANAGED_VOLUME, lazyVolume(first.volumeId(), second));
        assertThat(engine.snapshots.parents()).isEqualTo(Map.of(second.snapshotId(), first.snapshotId()));
    }

    /** Of two volumes that have some content in common; some are deleted again. */
    private List<SnapshotRecord> snapshots(Random random) {
        MemoryDevice first = engine.machine.add("/dev/a", 16 * MIB + 12_345);
        MemoryDevice second = engine.machine.add("/dev/b", 150 * MIB);
        List<SnapshotRecord> taken = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            first.scribble(random, 9);
            first.put(random.nextInt(30), filled(random.nextInt(4)));
            second.put(random.nextInt(290), first.get(random.nextInt(30)));
            second.put(random.nextInt(290), filled(random.nextInt(4)));
            taken.add(engine.snapshot("/dev/a"));
            taken.add(engine.snapshot("/dev/b"));
        }
        SnapshotRecord gone = taken.remove(random.nextInt(taken.size()));
        engine.snapshots.delete(List.of(id(gone)));
        engine.collect();
        return taken;
    }

    private SnapshotSizes byHand(List<SnapshotRecord> all, Collection<SnapshotRecord> set) {
        Set<ChunkId> wanted = new HashSet<>();
        Set<ChunkId> others = new HashSet<>();
        BlockMapDiff walk = new BlockMapDiff(engine.pages);
        for (SnapshotRecord snapshot : all) {
            walk.forEachChunk(BlockMap.of(snapshot), set.contains(snapshot) ? wanted::add : others::add);
        }
        long full = set.stream()
                .mapToLong(one -> Objects.requireNonNull(one.content()).fullSnapshotSizeInBytes())
                .sum();
        Map<ChunkId, Integer> lengths = new HashMap<>();
        all.forEach(snapshot -> new BlockMapReader(engine.pages)
                .blocksFrom(BlockMap.of(snapshot), new BlockIndex(0))
                .forEachRemaining(block ->
                        lengths.put(block.id(), BlockMap.of(snapshot).geometry().lengthOf(block.index()))));
        Set<ChunkId> unique = new HashSet<>(wanted);
        unique.removeAll(others);
        return new SnapshotSizes(
                full, plain(wanted, lengths), stored(wanted), plain(unique, lengths), stored(unique), 0);
    }

    private long stored(Set<ChunkId> ids) {
        return ids.stream()
                .mapToLong(id -> engine.index.find(id).orElseThrow().length() + PackTable.ENTRY_BYTES)
                .sum();
    }

    private static long plain(Set<ChunkId> ids, Map<ChunkId, Integer> lengths) {
        return ids.stream().mapToLong(id -> lengths.getOrDefault(id, 0)).sum();
    }

    private SnapshotSizes sizes(SnapshotRecord... snapshots) {
        return engine.snapshots.sizes(
                Arrays.stream(snapshots).map(SnapshotSizesTest::id).toList());
    }

    private ChunkUsage usage() {
        return engine.snapshots.usage().stream()
                .filter(domain -> domain.packs() > 0)
                .map(domain -> domain.count().orElseThrow())
                .findFirst()
                .orElse(new ChunkUsage(0, 0, 0, 0, OptionalLong.of(0), 0));
    }

    private static ManagedVolumeRecord lazyVolume(String id, SnapshotRecord snapshot) {
        VolumeOrigin origin = new VolumeOrigin(
                snapshot.snapshotId(),
                snapshot.origin().domainId(),
                Objects.requireNonNull(snapshot.content()).rootPageId(),
                snapshot.origin().sizeBytes(),
                "0".repeat(32),
                0,
                false,
                null,
                null,
                new VolumeRestoreMode(false, "lazy: asked for"));
        return new ManagedVolumeRecord(
                id,
                "",
                ManagedVolumeState.AVAILABLE,
                "a",
                snapshot.origin().sizeBytes(),
                snapshot.startTime(),
                List.of(),
                new VolumeTargetRecord("/volumes/x", true, true),
                origin,
                null,
                null);
    }

    private MemoryDevice filled(String device, int blocks) {
        MemoryDevice made = engine.machine.add(device, 20 * MIB);
        for (int block = 0; block < blocks; block++) {
            made.put(block, noise(1_000L * device.hashCode() + block));
        }
        return made;
    }

    private static byte[] noise(long seed) {
        byte[] block = new byte[VolumeGeometry.BLOCK_BYTES];
        new Random(seed).nextBytes(block);
        return block;
    }

    private static byte[] filled(int value) {
        byte[] block = new byte[VolumeGeometry.BLOCK_BYTES];
        Arrays.fill(block, (byte) (value + 1));
        return block;
    }

    private static SnapshotId id(SnapshotRecord snapshot) {
        return new SnapshotId(snapshot.snapshotId());
    }
}

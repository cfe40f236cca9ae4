package io.ebsnap.blockmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockMapTest {

    private static final DomainId DOMAIN = DomainId.of(new byte[16]);

    private final MemoryChunks chunks = new MemoryChunks(DOMAIN);
    private final PageLoader pages = new PageLoader(chunks);
    private final BlockMapReader reader = new BlockMapReader(pages);
    private final BlockMapDiff diff = new BlockMapDiff(pages);

    @Test
    void mapOfHolesHasNoRootAndStoresNothing() {
        VolumeGeometry geometry = blocks(1_000_000);
        BlockMapEditor editor = editor(BlockMap.empty(geometry, DOMAIN), geometry);
        editor.putHoles(new BlockIndex(0), 1_000_000);
        assertThat(editor.finish().root()).isEmpty();
        assertThat(chunks.pagesStored()).isZero();
    }

    @Test
    void volumeOfSixteenTebibytesWithOneBlockStoresOnePagePerLevel() {
        VolumeGeometry geometry = new VolumeGeometry(16L << 40);
        BlockMapEditor editor = editor(BlockMap.empty(geometry, DOMAIN), geometry);
        editor.putHoles(new BlockIndex(0), 20_000_000);
        editor.put(new BlockIndex(20_000_000), id(7));
        editor.putHoles(new BlockIndex(20_000_001), geometry.blockCount() - 20_000_001);
        BlockMap map = editor.finish();
        assertThat(chunks.pagesStored()).isEqualTo(4);
        assertThat(content(map)).containsOnly(java.util.Map.entry(20_000_000L, id(7)));
    }

    @Test
    void incrementalStoresOnlyThePagesOnTheWayToTheChange() {
        VolumeGeometry geometry = blocks(256 * 256);
        BlockMap base = build(randomContent(new Random(1), geometry, 20_000), geometry);
        int before = chunks.pagesStored();
        BlockMapEditor editor = editor(base, geometry);
        editor.put(new BlockIndex(12_345), id(99));
        BlockMap changed = editor.finish();
        assertThat(chunks.pagesStored() - before).isEqualTo(2);
        assertThat(differences(base, changed)).containsExactly(12_345L);
    }

    @Test
    void editThatChangesNothingKeepsTheRoot() {
        VolumeGeometry geometry = blocks(70_000);
        NavigableMap<Long, ChunkId> content = randomContent(new Random(2), geometry, 500);
        BlockMap base = build(content, geometry);
        BlockMapEditor editor = editor(base, geometry);
        content.forEach((block, id) -> editor.put(new BlockIndex(block), id));
        assertThat(editor.finish()).isEqualTo(base);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
    void editedMapEqualsTheModelWhateverTheSizes(long seed) {
        Random random = new Random(seed);
        VolumeGeometry oldGeometry = blocks(1 + random.nextInt(200_000));
        VolumeGeometry newGeometry = random.nextBoolean() ? oldGeometry : blocks(1 + random.nextInt(200_000));
        NavigableMap<Long, ChunkId> before = randomContent(random, oldGeometry, 2_000);
        BlockMap base = build(before, oldGeometry);

        NavigableMap<Long, ChunkId> after = new TreeMap<>(before.headMap(newGeometry.blockCount()));
        BlockMapEditor editor = editor(base, newGeometry);
        editRandomly(random, newGeometry, after, editor);
        BlockMap map = editor.finish();

        assertThat(content(map)).isEqualTo(after);
        assertThat(differences(base, map)).isEqualTo(modelDifference(before, after));
        assertThat(build(after, newGeometry))
                .as("the same content has the same root")
                .isEqualTo(map);
        assertEveryLookupAgrees(random, map, after);
        assertNewChunksCompleteTheOld(base, map);
    }

    @Test
    void comparisonReadsPagesInProportionToTheDifference() {
        VolumeGeometry geometry = blocks(256 * 256 * 4);
        BlockMap base = build(randomContent(new Random(3), geometry, 30_000), geometry);
        BlockMapEditor editor = editor(base, geometry);
        editor.put(new BlockIndex(100_000), id(1));
        BlockMap changed = editor.finish();
        MemoryChunks counted = chunks;
        int before = counted.reads();
        new BlockMapDiff(new PageLoader(counted)).forEach(base, changed, new BlockIndex(0), difference -> true);
        assertThat(counted.reads() - before).isEqualTo(6);
    }

    @Test
    void comparisonStopsWhenTheVisitorHasEnoughAndResumesFromABlock() {
        VolumeGeometry geometry = blocks(100_000);
        NavigableMap<Long, ChunkId> content = randomContent(new Random(4), geometry, 3_000);
        BlockMap map = build(content, geometry);
        BlockMap empty = BlockMap.empty(geometry, DOMAIN);
        List<Long> seen = new ArrayList<>();
        long from = 0;
        while (true) {
            List<Long> page = new ArrayList<>();
            diff.forEach(empty, map, new BlockIndex(from), difference -> {
                page.add(difference.index().value());
                return page.size() < 97;
            });
            seen.addAll(page);
            if (page.size() < 97) {
                break;
            }
            from = page.getLast() + 1;
        }
        assertThat(seen).containsExactlyElementsOf(content.keySet());
    }

    @Test
    void missingPageIsCorruptNotAHole() {
        VolumeGeometry geometry = blocks(300);
        BlockMap map = build(new TreeMap<>(java.util.Map.of(299L, id(5))), geometry);
        chunks.forget(map.root().orElseThrow());
        BlockMapReader fresh = new BlockMapReader(new PageLoader(chunks));
        assertThatThrownBy(() -> fresh.find(map, new BlockIndex(0))).isInstanceOf(Failure.Corrupt.class);
        assertThatThrownBy(() -> fresh.blocksFrom(map, new BlockIndex(0)).hasNext())
                .isInstanceOf(Failure.Corrupt.class);
    }

    @Test
    void mapsOfDifferentDomainsAreNotCompared() {
        BlockMap mine = BlockMap.empty(blocks(1), DOMAIN);
        BlockMap other = BlockMap.empty(blocks(1), DomainId.parse("01".repeat(16)));
        assertThatThrownBy(() -> diff.forEach(mine, other, new BlockIndex(0), difference -> true))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void blocksOutOfOrderOrBeyondTheEndAreRefused() {
        VolumeGeometry geometry = blocks(10);
        BlockMapEditor editor = editor(BlockMap.empty(geometry, DOMAIN), geometry);
        editor.put(new BlockIndex(5), id(1));
        assertThatThrownBy(() -> editor.put(new BlockIndex(5), id(2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> editor.putHoles(new BlockIndex(6), 5)).isInstanceOf(IllegalArgumentException.class);
    }

    private void editRandomly(
            Random random, VolumeGeometry geometry, NavigableMap<Long, ChunkId> model, BlockMapEditor editor) {
        long position = 0;
        while (position < geometry.blockCount()) {
            position += random.nextInt(4) == 0 ? random.nextInt(30_000) : random.nextInt(5);
            long left = geometry.blockCount() - position;
            if (left <= 0) {
                return;
            }
            if (random.nextInt(3) == 0) {
                long holes = 1 + random.nextLong(Math.min(left, 70_000));
                editor.putHoles(new BlockIndex(position), holes);
                model.subMap(position, position + holes).clear();
                position += holes;
            } else {
                ChunkId id = id(random.nextInt(50));
                editor.put(new BlockIndex(position), id);
                model.put(position, id);
                position++;
            }
        }
    }

    private void assertEveryLookupAgrees(Random random, BlockMap map, NavigableMap<Long, ChunkId> model) {
        for (int i = 0; i < 300; i++) {
            long block = random.nextLong(map.geometry().blockCount());
            assertThat(reader.find(map, new BlockIndex(block))).isEqualTo(Optional.ofNullable(model.get(block)));
        }
    }

    private void assertNewChunksCompleteTheOld(BlockMap base, BlockMap map) {
        Set<ChunkId> known = new HashSet<>();
        diff.forEachChunk(base, known::add);
        diff.forEachNewChunk(base, map, known::add);
        Set<ChunkId> all = new HashSet<>();
        diff.forEachChunk(map, all::add);
        assertThat(known).containsAll(all);
        assertThat(all).containsAll(content(map).values());
        map.root().ifPresent(root -> assertThat(all).contains(root));
    }

    private List<Long> differences(BlockMap before, BlockMap after) {
        List<Long> blocks = new ArrayList<>();
        diff.forEach(
                before,
                after,
                new BlockIndex(0),
                difference -> blocks.add(difference.index().value()));
        return blocks;
    }

    private static List<Long> modelDifference(NavigableMap<Long, ChunkId> before, NavigableMap<Long, ChunkId> after) {
        Set<Long> keys = new java.util.TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        return keys.stream()
                .filter(key -> !java.util.Objects.equals(before.get(key), after.get(key)))
                .toList();
    }

    private NavigableMap<Long, ChunkId> content(BlockMap map) {
        NavigableMap<Long, ChunkId> content = new TreeMap<>();
        for (Iterator<MappedBlock> blocks = reader.blocksFrom(map, new BlockIndex(0)); blocks.hasNext(); ) {
            MappedBlock block = blocks.next();
            content.put(block.index().value(), block.id());
        }
        return content;
    }

    private BlockMap build(NavigableMap<Long, ChunkId> content, VolumeGeometry geometry) {
        BlockMapEditor editor = editor(BlockMap.empty(geometry, DOMAIN), geometry);
        content.forEach((block, id) -> editor.put(new BlockIndex(block), id));
        return editor.finish();
    }

    private BlockMapEditor editor(BlockMap base, VolumeGeometry geometry) {
        return new BlockMapEditor(chunks, pages, base, geometry);
    }

    private static NavigableMap<Long, ChunkId> randomContent(Random random, VolumeGeometry geometry, int count) {
        NavigableMap<Long, ChunkId> content = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            content.put(random.nextLong(geometry.blockCount()), id(random.nextInt(1_000)));
        }
        return content;
    }

    private static VolumeGeometry blocks(long count) {
        return new VolumeGeometry(count * VolumeGeometry.BLOCK_BYTES);
    }

    private static ChunkId id(int value) {
        byte[] bytes = new byte[ChunkId.BYTES];
        java.nio.ByteBuffer.wrap(bytes).putInt(value);
        return ChunkId.of(bytes);
    }
}

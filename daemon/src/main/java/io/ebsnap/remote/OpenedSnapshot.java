package io.ebsnap.remote;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapDiff;
import io.ebsnap.blockmap.BlockMapReader;
import io.ebsnap.blockmap.MappedBlock;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.crypto.AliasKey;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.DistantAlias;
import io.ebsnap.snapshot.DistantBlock;
import io.ebsnap.snapshot.DistantPage;
import io.ebsnap.volume.SnapshotBlocks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A snapshot of this store that a remote reads, held until it is closed though it is deleted meanwhile; so is one that it is compared with. For one thread. */
final class OpenedSnapshot implements AutoCloseable {

    /** So many blocks are counted for one question. */
    private static final long COUNTED_MAX = 1L << 18;

    private final Contents contents;
    private final SnapshotRecord record;
    private final BlockMap map;
    private final AliasKey aliases;
    private final MapsInUse.Hold hold;
    private @Nullable Earlier earlier;

    /** One that it is compared with. */
    private record Earlier(SnapshotId id, BlockMap map, MapsInUse.Hold hold) {}

    /**
     * How much was counted.
     *
     * @param blocks with content
     * @param bytes of these
     * @param next the block to go on with; their number at the end
     */
    record Count(long blocks, long bytes, long next) {}

    private OpenedSnapshot(Contents contents, SnapshotRecord record, AliasKey aliases, MapsInUse.Hold hold) {
        this.contents = contents;
        this.record = record;
        this.map = BlockMap.of(record);
        this.aliases = aliases;
        this.hold = hold;
    }

    /**
     * Opens a snapshot.
     *
     * @param aliases names its chunks; not closed with this
     * @throws Failure.Conflict if it is not completed
     */
    static OpenedSnapshot open(Contents contents, Sight sight, SnapshotId id, AliasKey aliases) {
        SnapshotRecord record = sight.require(id);
        MapsInUse.Hold hold = contents.mapsInUse().holdRequired(BlockMap.of(record), () -> sight.require(id));
        return new OpenedSnapshot(contents, record, aliases, hold);
    }

    /** What somebody is shown. */
    interface Sight {
        SnapshotRecord require(SnapshotId id);
    }

    SnapshotRecord record() {
        return record;
    }

    VolumeGeometry geometry() {
        return map.geometry();
    }

    /** Whether another snapshot can be compared with; it is held from now on in the place of one before. */
    boolean compareWith(Sight sight, SnapshotId id) {
        if (earlier != null && earlier.id().equals(id)) {
            return true;
        }
        try {
            SnapshotRecord other = sight.require(id);
            if (other.state() != SnapshotState.COMPLETED
                    || !other.origin().domainId().equals(record.origin().domainId())) {
                return false;
            }
            MapsInUse.Hold held = contents.mapsInUse().holdRequired(BlockMap.of(other), () -> sight.require(id));
            release();
            earlier = new Earlier(id, held.map(), held);
            return true;
        } catch (Failure.NotFound | Failure.Denied e) {
            release();
            return false;
        }
    }

    DistantPage page(Optional<SnapshotId> since, long from) {
        List<DistantBlock> blocks = new ArrayList<>();
        walk(since, from, block -> blocks.add(block) && blocks.size() < Protocol.PAGE_MAX);
        boolean whole = blocks.size() < Protocol.PAGE_MAX;
        return new DistantPage(
                blocks, whole ? geometry().blockCount() : blocks.getLast().index() + 1);
    }

    Count count(Optional<SnapshotId> since, long from) {
        long[] counted = {0, 0, 0, geometry().blockCount()};
        walk(since, from, block -> {
            if (block.alias().isPresent()) {
                counted[0]++;
                counted[1] += geometry().lengthOf(new BlockIndex(block.index()));
            }
            if (++counted[2] < COUNTED_MAX) {
                return true;
            }
            counted[3] = block.index() + 1;
            return false;
        });
        return new Count(counted[0], counted[1], counted[3]);
    }

    /**
     * Reads and proves a block.
     *
     * @param target array of a block's length
     * @return its length; 0 for a hole
     */
    int read(long block, byte[] target) {
        BlockIndex index = new BlockIndex(block);
        SnapshotBlocks blocks = new SnapshotBlocks(map, new BlockMapReader(contents.pages()), contents.chunks());
        if (blocks.isHole(index)) {
            return 0;
        }
        blocks.read(index, ArraySlice.of(target));
        return geometry().lengthOf(index);
    }

    private void walk(Optional<SnapshotId> since, long from, Predicate<DistantBlock> visitor) {
        BlockIndex first = new BlockIndex(from);
        if (since.isEmpty()) {
            Iterator<MappedBlock> content = new BlockMapReader(contents.pages()).blocksFrom(map, first);
            boolean on = true;
            while (on && content.hasNext()) {
                MappedBlock block = content.next();
                on = visitor.test(named(block.index(), Optional.of(block.id())));
            }
            return;
        }
        if (earlier == null || !earlier.id().equals(since.get())) {
            throw new Failure.NotFound(
                    "there is no " + since.get() + " that " + record.snapshotId() + " can be compared with");
        }
        long blockCount = geometry().blockCount();
        new BlockMapDiff(contents.pages())
                .forEach(
                        earlier.map(),
                        map,
                        first,
                        difference -> difference.index().value() < blockCount
                                && visitor.test(named(difference.index(), difference.after())));
    }

    private DistantBlock named(BlockIndex index, Optional<ChunkId> chunk) {
        return new DistantBlock(index.value(), chunk.map(this::alias));
    }

    /** Of another domain the same id is another chunk. */
    private DistantAlias alias(ChunkId chunk) {
        byte[] domain = map.domain().bytes();
        ByteBuffer name = ByteBuffer.allocate(domain.length + ChunkId.BYTES);
        name.put(domain).put(chunk.bytes());
        ByteBuffer alias = ByteBuffer.wrap(aliases.aliasOf(name.array()));
        return new DistantAlias(alias.getLong(), alias.getLong());
    }

    private void release() {
        if (earlier != null) {
            earlier.hold().close();
            earlier = null;
        }
    }

    @Override
    public void close() {
        release();
        hold.close();
    }
}

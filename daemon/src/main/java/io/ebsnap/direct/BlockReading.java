package io.ebsnap.direct;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapReader;
import io.ebsnap.blockmap.MappedBlock;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Reason;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.BlockChange;
import io.ebsnap.snapshot.DiffPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads completed snapshots block by block. What is read is held meanwhile. Safe for use by several threads. */
final class BlockReading {

    private final DirectStorage storage;
    private final SnapshotDifference differences;
    private final BlockTokens tokens;
    private final BlockMapReader maps;

    BlockReading(DirectStorage storage, SnapshotDifference differences, BlockTokens tokens) {
        this.storage = storage;
        this.differences = differences;
        this.tokens = tokens;
        this.maps = new BlockMapReader(storage.pages());
    }

    BlockPage<ListedBlock> listBlocks(SnapshotId snapshot, PageOrder page) {
        ChangeOrder list = new ChangeOrder(null, snapshot);
        SnapshotRecord record = readable(snapshot);
        try (MapsInUse.Hold hold = held(record)) {
            Instant expiry = tokens.blockExpiry();
            List<ListedBlock> listed = new ArrayList<>();
            Iterator<MappedBlock> blocks = maps.blocksFrom(hold.map(), new BlockIndex(tokens.begin(page, list)));
            while (blocks.hasNext() && listed.size() < page.limit()) {
                long index = blocks.next().index().value();
                listed.add(new ListedBlock(index, tokens.ofBlock(page.account(), snapshot, index, expiry)));
            }
            String next = blocks.hasNext()
                    ? tokens.ofPage(page.account(), list, listed.getLast().index() + 1)
                    : null;
            return new BlockPage<>(listed, expiry, gibibytes(record), next);
        }
    }

    BlockPage<ChangedBlock> listChangedBlocks(ChangeOrder both, PageOrder page) {
        SnapshotId first = both.first();
        return first == null ? changedFromNothing(both, page) : changed(first, both, page);
    }

    /** Of a snapshot that is compared with nothing, what is not a hole has changed. */
    private BlockPage<ChangedBlock> changedFromNothing(ChangeOrder both, PageOrder page) {
        BlockPage<ListedBlock> listed = listBlocks(both.second(), page);
        return new BlockPage<>(
                listed.blocks().stream()
                        .map(block -> new ChangedBlock(block.index(), null, block.token()))
                        .toList(),
                listed.expiryTime(),
                listed.volumeGibibytes(),
                listed.nextToken());
    }

    private BlockPage<ChangedBlock> changed(SnapshotId first, ChangeOrder both, PageOrder page) {
        SnapshotRecord second = readable(both.second());
        try (MapsInUse.Hold _ = held(readable(first));
                MapsInUse.Hold _ = held(second)) {
            BlockIndex from = new BlockIndex(tokens.begin(page, both));
            DiffPage found = differences.diff(first, both.second(), from, page.limit());
            Instant expiry = tokens.blockExpiry();
            List<ChangedBlock> changed = found.changes().stream()
                    .map(change -> new ChangedBlock(
                            change.block().value(),
                            token(change.first(), page.account(), first, change, expiry),
                            token(change.second(), page.account(), both.second(), change, expiry)))
                    .toList();
            String next = found.next().isPresent()
                    ? tokens.ofPage(page.account(), both, found.next().getAsLong())
                    : null;
            return new BlockPage<>(changed, expiry, gibibytes(second), next);
        }
    }

    private @Nullable String token(
            @Nullable ChunkId chunk, String account, SnapshotId snapshot, BlockChange change, Instant expiry) {
        return chunk == null
                ? null
                : tokens.ofBlock(account, snapshot, change.block().value(), expiry);
    }

    /** Without a word of the snapshot unless the token is good. */
    BlockChecksum getBlock(BlockOrder block, ArraySlice target) {
        Blocks.requireWhole(target);
        tokens.require(block);
        try (MapsInUse.Hold hold = held(readable(block.snapshot()))) {
            BlockMap map = hold.map();
            Blocks.requireInside(map.geometry(), block.index());
            Optional<ChunkId> chunk = maps.find(map, new BlockIndex(block.index()));
            int length = chunk.map(id -> storage.chunks().reader().read(map.domain(), ChunkKind.DATA, id, target))
                    .orElse(0);
            Arrays.fill(target.array(), target.offset() + length, target.offset() + target.length(), (byte) 0);
            return BlockChecksum.of(target);
        }
    }

    private MapsInUse.Hold held(SnapshotRecord record) {
        return storage.mapsInUse()
                .holdRequired(BlockMap.of(record), () -> readable(new SnapshotId(record.snapshotId())));
    }

    private SnapshotRecord readable(SnapshotId id) {
        SnapshotRecord record = storage.catalog()
                .find(CatalogKind.SNAPSHOT, id.value())
                .filter(SnapshotRecord::visible)
                .orElseThrow(() -> new Failure.NotFound(Reason.SNAPSHOT_NOT_FOUND, "there is no " + id));
        if (record.state() != SnapshotState.COMPLETED) {
            throw new Failure.Conflict(Reason.INVALID_SNAPSHOT_ID, id + " is not completed");
        }
        if (!record.needsStandardTier()) {
            throw new Failure.Conflict(Reason.INVALID_SNAPSHOT_ID, id + " is archived");
        }
        try {
            storage.keyring().keysOf(BlockMap.of(record).domain());
        } catch (Failure.Denied e) {
            throw new Failure.Denied(Reason.DEPENDENCY_ACCESS_DENIED, id + " cannot be read: " + e.getMessage());
        }
        return record;
    }

    private static int gibibytes(SnapshotRecord record) {
        return BlockMap.of(record).geometry().sizeGibibytes();
    }
}

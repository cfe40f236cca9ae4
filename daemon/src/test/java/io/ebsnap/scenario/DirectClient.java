package io.ebsnap.scenario;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.direct.BlockChecksum;
import io.ebsnap.direct.BlockOrder;
import io.ebsnap.direct.BlockPage;
import io.ebsnap.direct.BlockUpload;
import io.ebsnap.direct.ChangeOrder;
import io.ebsnap.direct.ChangedBlock;
import io.ebsnap.direct.DirectSnapshots;
import io.ebsnap.direct.ListedBlock;
import io.ebsnap.direct.PageOrder;
import io.ebsnap.direct.UploadEnd;
import io.ebsnap.direct.UploadOrder;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.SnapshotId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a client of the direct APIs does, as those out there do it. */
final class DirectClient {

    static final String ACCOUNT = "000000000000";
    static final int BLOCK = DirectSnapshots.BLOCK_BYTES;

    private final EngineFixture engine;

    DirectClient(EngineFixture engine) {
        this.engine = engine;
    }

    static UploadOrder order(long gibibytes, @Nullable SnapshotId parent, @Nullable String token) {
        return new UploadOrder(
                ACCOUNT, gibibytes, parent, "a disk", List.of(), token, UploadOrder.Sealing.UNSAID, null);
    }

    SnapshotId start(long gibibytes, @Nullable SnapshotId parent) {
        return idOf(engine.direct.start(order(gibibytes, parent, null)));
    }

    static SnapshotId idOf(SnapshotRecord record) {
        return new SnapshotId(record.snapshotId());
    }

    void put(SnapshotId snapshot, long index, byte[] content) {
        engine.direct.putBlock(
                new BlockUpload(snapshot, index, BlockChecksum.of(ArraySlice.of(content))), ArraySlice.of(content));
    }

    void putAll(SnapshotId snapshot, SortedMap<Long, byte[]> blocks) {
        blocks.forEach((index, content) -> put(snapshot, index, content));
    }

    SnapshotRecord complete(SnapshotId snapshot, SortedMap<Long, byte[]> put) {
        return engine.direct.complete(new UploadEnd(snapshot, put.size(), linear(put)));
    }

    /** The LINEAR checksum of what was put. */
    static BlockChecksum linear(SortedMap<Long, byte[]> put) {
        MessageDigest all = sha256();
        put.values().forEach(content -> all.update(sha256().digest(content)));
        return BlockChecksum.parse(Base64.getEncoder().encodeToString(all.digest()));
    }

    /** Everything that is not a hole, page by page. */
    NavigableMap<Long, byte[]> download(SnapshotId snapshot) {
        NavigableMap<Long, byte[]> found = new TreeMap<>();
        for (ListedBlock block : list(snapshot, 100)) {
            found.put(block.index(), get(snapshot, block.index(), block.token()));
        }
        return found;
    }

    byte[] get(SnapshotId snapshot, long index, String token) {
        byte[] content = new byte[BLOCK];
        BlockChecksum said =
                engine.direct.getBlock(new BlockOrder(ACCOUNT, snapshot, index, token), ArraySlice.of(content));
        if (!said.equals(BlockChecksum.of(ArraySlice.of(content)))) {
            throw new AssertionError("the checksum of block " + index + " is wrong");
        }
        return content;
    }

    List<ListedBlock> list(SnapshotId snapshot, int limit) {
        List<ListedBlock> all = new ArrayList<>();
        BlockPage<ListedBlock> page = engine.direct.listBlocks(snapshot, PageOrder.first(ACCOUNT, limit));
        all.addAll(page.blocks());
        while (page.nextToken() != null) {
            page = engine.direct.listBlocks(
                    snapshot, PageOrder.first(ACCOUNT, limit).after(page.nextToken()));
            all.addAll(page.blocks());
        }
        return all;
    }

    List<ChangedBlock> changes(@Nullable SnapshotId first, SnapshotId second, int limit) {
        List<ChangedBlock> all = new ArrayList<>();
        ChangeOrder both = new ChangeOrder(first, second);
        BlockPage<ChangedBlock> page = engine.direct.listChangedBlocks(both, PageOrder.first(ACCOUNT, limit));
        all.addAll(page.blocks());
        while (page.nextToken() != null) {
            page = engine.direct.listChangedBlocks(
                    both, PageOrder.first(ACCOUNT, limit).after(page.nextToken()));
            all.addAll(page.blocks());
        }
        return all;
    }

    /** A block that is not zeros, and compresses well. */
    static byte[] block(Random random) {
        byte[] content = new byte[BLOCK];
        for (int i = 0; i < 8; i++) {
            content[random.nextInt(BLOCK)] = (byte) (1 + random.nextInt(120));
        }
        return content;
    }

    /** What a restore must give. */
    static MemoryDevice device(long gibibytes, SortedMap<Long, byte[]> blocks) {
        MemoryDevice device = new MemoryDevice("/expected", gibibytes << 30);
        blocks.forEach(device::put);
        return device;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}

package io.ebsnap.direct;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.kms.Keyring;
import io.ebsnap.task.Surroundings;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * The EBS direct APIs of everybody: whoever calls it has made sure who may do what. {@link #start()} goes on with what a former daemon left,
 * {@link #round()} ends what was abandoned, {@link #close()} lets go of everything, which the next daemon finds again.
 */
public final class DirectEngine implements DirectSnapshots, AutoCloseable {

    private final Uploads uploads;
    private final BlockReading reading;
    private final Semaphore puts;

    /**
     * What it works with.
     *
     * @param surroundings clocks, names and crash points
     * @param tidying removes what is not needed any more, whenever that is, but one thing after the other
     */
    public record Work(Surroundings surroundings, Executor tidying) {}

    /**
     * Over a store.
     *
     * @param differences compares snapshots
     */
    public DirectEngine(DirectStorage storage, SnapshotDifference differences, DirectSettings settings, Work work) {
        Keyring keyring = storage.keyring();
        BlockTokens tokens = new BlockTokens(
                () -> keyring.keysInUse(keyring.storeDomain()),
                work.surroundings().clock());
        this.uploads = new Uploads(
                new DirectContext(storage, work.surroundings(), work.tidying(), settings.checkpoints()), settings);
        this.reading = new BlockReading(storage, differences, tokens);
        this.puts = new Semaphore(settings.putsMax());
    }

    /** Goes on with the pending snapshots of a former daemon. To be called once, before any other call and before garbage is collected. */
    public void start() {
        uploads.recover();
    }

    /** Ends what nothing was put into for too long. To be called again and again, by one thread at a time. */
    public void round() {
        uploads.round();
    }

    @Override
    public SnapshotRecord start(UploadOrder order) {
        return uploads.start(order);
    }

    @Override
    public void putBlock(BlockUpload block, ArraySlice content) {
        Upload upload = uploads.require(block.snapshot());
        puts.acquireUninterruptibly();
        try {
            upload.put(block, content);
        } finally {
            puts.release();
        }
    }

    @Override
    public SnapshotRecord complete(UploadEnd end) {
        return uploads.complete(end);
    }

    @Override
    public BlockPage<ListedBlock> listBlocks(SnapshotId snapshot, PageOrder page) {
        return reading.listBlocks(snapshot, page);
    }

    @Override
    public BlockPage<ChangedBlock> listChangedBlocks(ChangeOrder snapshots, PageOrder page) {
        return reading.listChangedBlocks(snapshots, page);
    }

    @Override
    public BlockChecksum getBlock(BlockOrder block, ArraySlice target) {
        return reading.getBlock(block, target);
    }

    @Override
    public void close() {
        uploads.close();
    }
}

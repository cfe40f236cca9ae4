package io.ebsnap.direct;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.chunk.ChunkWriter;
import io.ebsnap.chunk.PreparedChunk;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Reason;
import io.ebsnap.format.UploadPart;
import io.ebsnap.format.UploadedBlock;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes the blocks of one upload durable between two of its checkpoints: pack, index, journal, and only then the writer is answered. Whoever comes
 * while a batch is on its way to the disk waits in the next one, so that many writers share one flush. The lock is fair: who has
 * appended comes behind those that wait to append, and finds them in the batch.
 *
 * <p>Its writer's pins keep what was written from collections until it is closed. After a failure it is broken: nothing more can be
 * written, but what was acknowledged is still kept. Safe for use by several threads.
 */
final class GroupCommit implements AutoCloseable {

    private final ChunkWriter writer;
    private final UploadJournal journal;
    private final DirectContext context;
    private final Runnable stillPending;
    private final ReentrantLock turn = new ReentrantLock(true);

    @GuardedBy("turn")
    private final NavigableMap<Long, UploadedBlock> written = new TreeMap<>();

    @GuardedBy("turn")
    private Batch open = new Batch();

    @GuardedBy("turn")
    private Stored stored;

    @GuardedBy("turn")
    private int parts;

    private volatile boolean full;
    private volatile boolean broken;

    /**
     * What those of one upload share.
     *
     * @param journal of the upload
     * @param context of all uploads
     * @param stillPending fails if nothing may be written any more
     */
    record Parts(UploadJournal journal, DirectContext context, Runnable stillPending) {}

    /**
     * Where it goes on from.
     *
     * @param written what was acknowledged since the checkpoint
     * @param parts of the journal that say so
     * @param stored what was added to the store so far
     */
    record Beginning(Collection<UploadedBlock> written, int parts, Stored stored) {

        static Beginning after(Stored stored) {
            return new Beginning(List.of(), 0, stored);
        }
    }

    /** Blocks that become durable together. */
    private static final class Batch {
        private final List<UploadedBlock> blocks = new ArrayList<>();
        private int blocksStored;
        private long bytesStored;
        private boolean done;
        private @Nullable Throwable failure;
    }

    private GroupCommit(ChunkWriter writer, Parts made) {
        this.writer = writer;
        this.journal = made.journal();
        this.context = made.context();
        this.stillPending = made.stillPending();
        this.stored = Stored.NOTHING;
    }

    /**
     * Begins, or goes on, over a writer, which is closed with it.
     *
     * @throws Failure.Corrupt if a block that was acknowledged is not in the store any more
     */
    static GroupCommit open(ChunkWriter writer, Parts parts, Beginning from) {
        GroupCommit commit = new GroupCommit(writer, parts);
        try {
            commit.begin(from);
            return commit;
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private void begin(Beginning from) {
        for (UploadedBlock block : from.written()) {
            if (block.chunk().isPresent() && !writer.hold(block.chunk().get(), DirectSnapshots.BLOCK_BYTES)) {
                throw new Failure.Corrupt("block " + block.index() + " was acknowledged, and is not in the store");
            }
        }
        turn.lock();
        try {
            from.written().forEach(block -> written.put(block.index(), block));
            parts = from.parts();
            stored = from.stored();
            full = context.checkpoints().isDue(written.size(), parts);
        } finally {
            turn.unlock();
        }
    }

    /** Writes a block; it is durable when this returns. */
    void write(long index, BlockChecksum checksum, ArraySlice content) {
        if (checksum.equals(BlockChecksum.OF_ZEROS)) {
            commit(join(new UploadedBlock(index, Optional.empty(), checksum.leaf()), null));
            return;
        }
        Batch batch;
        try (PreparedChunk chunk = prepare(content)) {
            batch = join(new UploadedBlock(index, Optional.of(chunk.id()), checksum.leaf()), chunk);
        }
        commit(batch);
    }

    /** Whether nothing can be written any more. */
    boolean isBroken() {
        return broken;
    }

    /** Whether a checkpoint is due. */
    boolean isFull() {
        return full;
    }

    /** From where another one goes on. */
    Beginning state() {
        turn.lock();
        try {
            return new Beginning(List.copyOf(written.values()), parts, stored);
        } finally {
            turn.unlock();
        }
    }

    /** For the pages of a checkpoint, by one thread while nobody writes. */
    ChunkWriter writer() {
        return writer;
    }

    /** Says that its writer has failed. */
    void broke() {
        broken = true;
    }

    @Override
    public void close() {
        writer.close();
    }

    private PreparedChunk prepare(ArraySlice content) {
        try {
            return writer.prepare(ChunkKind.DATA, content);
        } catch (RuntimeException | Error e) {
            broken = true;
            throw e;
        }
    }

    private Batch join(UploadedBlock block, @Nullable PreparedChunk chunk) {
        turn.lock();
        try {
            int added = chunk == null ? 0 : writer.append(chunk);
            open.blocks.add(block);
            open.blocksStored += added > 0 ? 1 : 0;
            open.bytesStored += added;
            return open;
        } catch (RuntimeException | Error e) {
            broken = true;
            throw e;
        } finally {
            turn.unlock();
        }
    }

    private void commit(Batch batch) {
        turn.lock();
        try {
            if (batch.failure != null) {
                throw again(batch.failure);
            }
            if (!batch.done) {
                open = new Batch();
                store(batch);
            }
        } finally {
            turn.unlock();
        }
    }

    @GuardedBy("turn")
    private void store(Batch batch) {
        try {
            stillPending.run();
            context.reached("direct.before-flush");
            writer.flush();
            context.reached("direct.after-flush");
            journal.append(new UploadPart.Blocks(batch.blocks, batch.blocksStored, batch.bytesStored));
            context.reached("direct.after-journal");
            batch.blocks.forEach(block -> written.put(block.index(), block));
            stored = stored.plus(batch.blocksStored, batch.bytesStored);
            parts++;
            full = context.checkpoints().isDue(written.size(), parts);
            batch.done = true;
        } catch (RuntimeException | Error e) {
            batch.failure = e;
            broken = true;
            throw e;
        }
    }

    private static Failure again(Throwable cause) {
        String message = "the block was not stored: " + cause.getMessage();
        return switch (cause) {
            case Failure.Exhausted e -> new Failure.Exhausted(message, e);
            case Failure.Conflict e -> new Failure.Conflict(Reason.INVALID_SNAPSHOT_ID, message);
            case Failure.NotFound e -> new Failure.NotFound(Reason.SNAPSHOT_NOT_FOUND, message);
            default -> new Failure.Unavailable(message, cause);
        };
    }
}

package io.ebsnap.direct;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.blockmap.BlockMapReader;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.SnapshotUpload;
import io.ebsnap.chunk.ChunkWriter;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Reason;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.SnapshotId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pending snapshot that a client writes block by block, from its beginning to its completion or failure: {@code docs/design/direct.md}.
 *
 * <p>Blocks are written under the shared lock; a checkpoint, the completion and the end run alone. Safe for use by several threads.
 */
final class Upload implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upload.class);
    private static final int MESSAGE_LENGTH_MAX = 2_000;

    private final SnapshotId id;
    private final DomainId domain;
    private final VolumeGeometry geometry;
    private final Duration timeout;
    private final DirectContext context;
    private final UploadJournal journal;
    private final BlocksInFlight inFlight = new BlocksInFlight();
    private final ReentrantReadWriteLock turns = new ReentrantReadWriteLock(true);

    @GuardedBy("turns")
    private HeldMaps maps;

    @GuardedBy("turns")
    private GroupCommit commit;

    @GuardedBy("turns")
    private boolean ended;

    private volatile long lastPutNanos;

    private Upload(SnapshotRecord record, DirectContext context, UploadBeginning begun, GroupCommit commit) {
        this.id = new SnapshotId(record.snapshotId());
        this.domain = DomainId.parse(record.origin().domainId());
        this.geometry = new VolumeGeometry(record.origin().sizeBytes());
        this.timeout = timeout(record);
        this.context = context;
        this.journal = begun.journal();
        this.maps = begun.maps();
        this.commit = commit;
        this.lastPutNanos = context.surroundings().nanoClock().getAsLong();
    }

    /**
     * Opens one for writing.
     *
     * @param begun what it begins or goes on with; given back if this fails
     * @throws Failure.Corrupt if what was acknowledged of it is not there any more
     */
    static Upload open(SnapshotRecord record, DirectContext context, UploadBeginning begun) {
        SnapshotId id = new SnapshotId(record.snapshotId());
        DomainId domain = DomainId.parse(record.origin().domainId());
        try {
            GroupCommit commit =
                    GroupCommit.open(writer(domain, context), parts(id, begun.journal(), context), begun.written());
            return new Upload(record, context, begun, commit);
        } catch (RuntimeException e) {
            begun.maps().close();
            throw e;
        }
    }

    /** How long nothing may be put into one. */
    static Duration timeout(SnapshotRecord record) {
        SnapshotUpload terms = Objects.requireNonNull(record.origin().upload(), record.snapshotId());
        return Duration.ofMinutes(terms.timeoutMinutes());
    }

    /** Writes a block; it is durable when this returns. */
    void put(BlockUpload block, ArraySlice content) {
        Blocks.requireWhole(content);
        Blocks.requireInside(geometry, block.index());
        BlockChecksum found = BlockChecksum.of(content);
        if (!found.equals(block.checksum())) {
            throw new Failure.Invalid(
                    Reason.INVALID_BLOCK, "block " + block.index() + " of " + id + " is not what its checksum says");
        }
        try (BlocksInFlight.Claim _ = inFlight.claim(block.index(), found)) {
            renewIfDue();
            turns.readLock().lock();
            try {
                requireOpen();
                commit.write(block.index(), found, content);
                lastPutNanos = context.surroundings().nanoClock().getAsLong();
            } finally {
                turns.readLock().unlock();
            }
        }
    }

    /** Completes it if all was put that the client says. */
    SnapshotRecord complete(UploadEnd end) {
        turns.writeLock().lock();
        try {
            SnapshotRecord now = record();
            if (now.state() == SnapshotState.PENDING) {
                requireOpen();
                now = completed(end, now);
            }
            end();
            return requireCompleted(now);
        } finally {
            turns.writeLock().unlock();
        }
    }

    /**
     * Looks whether it is to go on: it fails if nothing was put for too long, and ends if its record has.
     *
     * @return whether it has ended
     */
    boolean look() {
        if (!turns.writeLock().tryLock()) {
            return false;
        }
        try {
            if (!ended && !isPending(id, context)) {
                end();
            }
            if (!ended && isIdle()) {
                fail("no block was put for " + timeout.toMinutes() + " minutes");
            }
            return ended;
        } finally {
            turns.writeLock().unlock();
        }
    }

    /** Whether nothing was put for as long as may be. */
    private boolean isIdle() {
        return context.surroundings().nanoClock().getAsLong() - lastPutNanos >= timeout.toNanos();
    }

    /** Ends it, because its record is gone. */
    void drop() {
        turns.writeLock().lock();
        try {
            end();
        } finally {
            turns.writeLock().unlock();
        }
    }

    /** Lets go of it without ending it: the next daemon goes on. */
    @Override
    public void close() {
        turns.writeLock().lock();
        try {
            ended = true;
            commit.close();
            maps.close();
        } finally {
            turns.writeLock().unlock();
        }
    }

    /** Writes down that one failed; one that has ended stays as it is. */
    static void fail(SnapshotId id, String why, DirectContext context) {
        String message = why.length() <= MESSAGE_LENGTH_MAX ? why : why.substring(0, MESSAGE_LENGTH_MAX);
        Instant now = now(context);
        SnapshotRecord unused = context.storage()
                .catalog()
                .update(
                        CatalogKind.SNAPSHOT,
                        id.value(),
                        old -> old.state() == SnapshotState.PENDING
                                ? old.ended(SnapshotState.ERROR, message, now, null)
                                : old);
        LOG.error("snapshot={} state=error message=\"{}\"", id, message);
    }

    /** Now, as records have it. */
    static Instant now(DirectContext context) {
        return context.surroundings().clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void renewIfDue() {
        turns.readLock().lock();
        try {
            if (!commit.isBroken() && !commit.isFull()) {
                return;
            }
        } finally {
            turns.readLock().unlock();
        }
        turns.writeLock().lock();
        try {
            requireOpen();
            mend();
            if (commit.isFull()) {
                checkpoint();
            }
        } finally {
            turns.writeLock().unlock();
        }
    }

    /** After a failure another writer goes on, which takes hold of everything before the broken one lets go. */
    @GuardedBy("turns")
    private void mend() {
        if (commit.isBroken()) {
            GroupCommit next = commitFrom(commit.state());
            commit.close();
            commit = next;
        }
    }

    @GuardedBy("turns")
    private void checkpoint() {
        GroupCommit.Beginning since = commit.state();
        HeldMaps next = null;
        try {
            next = new Checkpointing(commit.writer(), context.storage()).with(maps, since.written(), since.stored());
            commit.writer().flush();
            context.reached("direct.after-pages");
            long number = journal.append(next.checkpoint());
            context.reached("direct.after-checkpoint");
            GroupCommit after = commitFrom(GroupCommit.Beginning.after(next.stored()));
            commit.close();
            maps.close();
            commit = after;
            maps = next;
            journal.removeBefore(number);
        } catch (RuntimeException e) {
            commit.broke();
            if (next != null) {
                next.close();
            }
            throw e;
        }
    }

    @GuardedBy("turns")
    private SnapshotRecord completed(UploadEnd end, SnapshotRecord pending) {
        mend();
        if (!commit.state().written().isEmpty()) {
            checkpoint();
        }
        UploadTally tally =
                UploadTally.of(maps, new BlockMapReader(context.storage().pages()));
        tally.require(end);
        Instant now = now(context);
        SnapshotContent content =
                tally.content(maps, Duration.between(pending.startTime(), now).toMillis());
        context.reached("direct.before-record");
        SnapshotRecord completed = context.storage()
                .catalog()
                .update(CatalogKind.SNAPSHOT, id.value(), old -> completed(old, now, content));
        context.reached("direct.after-record");
        LOG.info(
                "snapshot={} state=completed blocks={} stored={} millis={}",
                id,
                tally.changedBlocks(),
                content.bytesStored(),
                content.elapsedMillis());
        return completed;
    }

    private static SnapshotRecord completed(SnapshotRecord old, Instant now, SnapshotContent content) {
        return old.state() == SnapshotState.PENDING ? old.ended(SnapshotState.COMPLETED, "", now, content) : old;
    }

    private SnapshotRecord requireCompleted(SnapshotRecord now) {
        if (now.state() != SnapshotState.COMPLETED) {
            throw new Failure.Conflict(Reason.INVALID_SNAPSHOT_ID, id + " failed: " + now.stateMessage());
        }
        return now;
    }

    @GuardedBy("turns")
    private void fail(String why) {
        fail(id, why, context);
        context.reached("direct.after-expiry");
        end();
    }

    /** The record says how it ended. What is left of the journal after a crash goes when the next daemon starts. */
    @GuardedBy("turns")
    private void end() {
        if (!ended) {
            ended = true;
            commit.close();
            maps.close();
            context.tidying().execute(() -> UploadJournal.clear(context, id));
        }
    }

    @GuardedBy("turns")
    private void requireOpen() {
        if (ended) {
            throw notPending();
        }
    }

    private Failure notPending() {
        return notPending(id);
    }

    private static Failure notPending(SnapshotId id) {
        return new Failure.Conflict(Reason.INVALID_SNAPSHOT_ID, id + " is not pending any more");
    }

    private static void requirePending(SnapshotId id, DirectContext context) {
        if (!isPending(id, context)) {
            throw notPending(id);
        }
    }

    private static boolean isPending(SnapshotId id, DirectContext context) {
        return find(id, context)
                .filter(record -> record.state() == SnapshotState.PENDING)
                .isPresent();
    }

    private SnapshotRecord record() {
        return find(id, context)
                .orElseThrow(() -> new Failure.NotFound(Reason.SNAPSHOT_NOT_FOUND, "there is no " + id));
    }

    private static Optional<SnapshotRecord> find(SnapshotId id, DirectContext context) {
        return context.storage().catalog().find(CatalogKind.SNAPSHOT, id.value());
    }

    private GroupCommit commitFrom(GroupCommit.Beginning from) {
        return GroupCommit.open(writer(domain, context), parts(id, journal, context), from);
    }

    private static GroupCommit.Parts parts(SnapshotId id, UploadJournal journal, DirectContext context) {
        return new GroupCommit.Parts(journal, context, () -> requirePending(id, context));
    }

    private static ChunkWriter writer(DomainId domain, DirectContext context) {
        return context.storage()
                .chunks()
                .openWriter(domain, context.checkpoints().blocksMax());
    }
}

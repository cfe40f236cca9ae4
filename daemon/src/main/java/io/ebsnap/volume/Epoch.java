package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.ValidityPage;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.linux.AlignedBuffers;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps the content of one instant of a volume while users go on writing: a unit of 4 KiB that is about to be changed, and that the snapshot has
 * not read yet, is copied first. Only blocks that the snapshot wants are kept: those that were not changed since the snapshot before are its, but for a
 * sample that is compared. Safe for use by several threads.
 *
 * <p>When something cannot be kept, the change is made nevertheless, and the instant is lost; of the sample only the sample is.
 */
final class Epoch {

    private static final Logger LOG = LoggerFactory.getLogger(Epoch.class);
    private static final int PIECE_BYTES = 128 << 10;
    private static final int PIECES_KEPT = 4;

    /** Of the room so much is for what is read only to be compared. */
    private static final int SAMPLE_DIVISOR = 4;

    private final VolumeState state;
    private final Order order;
    private final Place place;
    private volatile BlockSet read = new BlockSet();

    /** What was changed; null if everything is wanted. */
    private volatile @Nullable BlockSet changed;

    /** Whether the sample is kept. */
    private volatile boolean sampling;

    /** Whether something of the sample was overwritten after it was read. */
    private volatile boolean sampleOvertaken;

    private final ArrayBlockingQueue<ByteBuffer> pieces = new ArrayBlockingQueue<>(PIECES_KEPT);

    @GuardedBy("this")
    private final UnitTable copied = new UnitTable();

    @GuardedBy("this")
    private final UnitTable absent = new UnitTable();

    @GuardedBy("this")
    private long copiedBytes;

    @GuardedBy("this")
    private boolean overtaken;

    private volatile @Nullable String lost;

    /**
     * What is kept.
     *
     * @param snapshot for whom
     * @param sizeBytes of the volume at the instant
     * @param changed the blocks that the snapshot must read; null for all
     * @param sample others that it reads to compare them; null for none
     */
    record Order(
            String snapshot,
            long sizeBytes,
            @Nullable BlockSet changed,
            @Nullable EpochSample sample) {}

    /**
     * Where it is kept.
     *
     * @param copies a sparse file in which a copied unit lies where it lies in the volume
     * @param journal what was copied; outlives the process
     * @param room how much may be copied
     */
    record Place(VolumeTarget copies, JournalFile journal, CopyRoom room) {

        /** The same with copies in the form that a target has. */
        Place alike(VolumeTarget target) {
            return new Place(target.alike(copies), journal, room);
        }
    }

    Epoch(VolumeState state, Order order, Place place) {
        this.state = state;
        this.order = order;
        this.place = place;
        this.changed = order.changed();
    }

    Order order() {
        return order;
    }

    /** Where it is kept, for messages. */
    String name() {
        return place.copies().name();
    }

    /** Notes in the empty journal which blocks are wanted. To be called once, before the instant. */
    synchronized void begin() {
        append(EpochNote.begun(order.changed() == null));
        sampling = order.sample() != null;
    }

    /**
     * Goes on with what an earlier daemon has kept. A sample is not: it is another one, and of it counts what nobody has changed.
     *
     * @return false if it cannot be read again as it was
     */
    synchronized boolean resume() {
        for (long word : place.journal().words()) {
            if (EpochNote.isOne(word)) {
                EpochNote note = EpochNote.of(word);
                switch (note.kind()) {
                    case COPIED -> enter(copied, note.block(), note.units());
                    case ABSENT -> enter(absent, note.block(), note.units());
                    case OVERTAKEN -> overtaken = true;
                    case BEGUN -> {}
                }
            }
        }
        return !overtaken && lost == null;
    }

    /** Why the instant is lost; null if it is not. */
    @Nullable
    String lost() {
        return lost;
    }

    /** Whether a block is kept until it was read. */
    boolean wants(long block) {
        return isChanged(block) || isSampled(block);
    }

    /** Whether a block must be read; others are as they were in the snapshot before. */
    private boolean isChanged(long block) {
        BlockSet known = changed;
        return known == null || known.contains(block);
    }

    private boolean isSampled(long block) {
        EpochSample sample = order.sample();
        return sampling && sample != null && sample.contains(block);
    }

    /** Whether all blocks of a range must be read. */
    boolean isAllChanged(long first, long count) {
        BlockSet known = changed;
        long block = first;
        while (known != null && block < first + count && known.contains(block)) {
            block++;
        }
        return known == null || block == first + count;
    }

    /** How many blocks from one on are as they were in the snapshot before, up to {@code countMax}. */
    long unchangedFrom(long block, long countMax) {
        BlockSet known = changed;
        long next = known == null ? block : known.next(block);
        return next < 0 ? countMax : Math.min(countMax, next - block);
    }

    /**
     * From now on everything is wanted, as it was at the instant. To be called while nobody changes the volume or reads the instant.
     *
     * @param since what was changed since the instant
     * @return false if not all of it was kept
     */
    synchronized boolean wantAll(ChangeSet since) {
        if (lost != null || overtaken || sampleOvertaken || !hasKept(since)) {
            return false;
        }
        changed = null;
        read = new BlockSet();
        return true;
    }

    private boolean hasKept(ChangeSet since) {
        if (since.lost() != null) {
            return false;
        }
        for (long block = since.blocks().next(0);
                block >= 0 && block * Units.BLOCK < order.sizeBytes();
                block = since.blocks().next(block + 1)) {
            if (!wants(block)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Keeps what is about to be changed. To be called under the locks of its blocks.
     *
     * @param zeros whether it becomes zeros
     */
    void keep(long offset, long length, boolean zeros) {
        long end = Math.min(offset + length, order.sizeBytes());
        for (long at = offset; at < end && lost == null; at = next(at)) {
            long stop = Math.min(end, Units.endOfBlock(at));
            BlockIndex block = Units.blockOf(at);
            try {
                if (isChanged(block.value())) {
                    keepChanged(block, at, stop, zeros);
                } else if (isSampled(block.value())) {
                    keepSampled(block, at, stop, zeros);
                }
            } catch (Failure e) {
                lose(block, String.valueOf(e.getMessage()));
            }
        }
    }

    /** Where the next block begins that is wanted. */
    private long next(long at) {
        BlockSet known = changed;
        EpochSample sample = order.sample();
        long following = Units.blockOf(at).value() + 1;
        long found = known == null ? following : known.next(following);
        if (sampling && sample != null) {
            found = found < 0 ? sample.next(following) : Math.min(found, sample.next(following));
        }
        return found < 0 ? Long.MAX_VALUE : found * Units.BLOCK;
    }

    private void keepChanged(BlockIndex block, long from, long to, boolean zeros) {
        if (read.contains(block.value())) {
            overtake();
        } else {
            keepOfBlock(block, from, to, zeros);
        }
    }

    /** One that was compared is not needed again, unless everything is. */
    private void keepSampled(BlockIndex block, long from, long to, boolean zeros) {
        if (read.contains(block.value())) {
            sampleOvertaken = true;
        } else {
            keepOfBlock(block, from, to, zeros);
        }
    }

    private void keepOfBlock(BlockIndex block, long from, long to, boolean zeros) {
        UnitSet todo = Units.of(from, to - from).without(known(block));
        if (todo.isEmpty() || (zeros && state.validLength(from, to - from) == to - from && isHole(from, to))) {
            return;
        }
        UnitSet here = todo.and(state.validUnits(block));
        requireRoom(here, place.room().bytesMax() / (isChanged(block.value()) ? 1 : SAMPLE_DIVISOR));
        copy(block, here);
        note(block, here, todo.without(here));
    }

    private boolean isHole(long from, long to) {
        return state.target().nextData(from) >= to;
    }

    private synchronized UnitSet known(BlockIndex block) {
        return copied.get(block.value()).with(absent.get(block.value()));
    }

    private synchronized void requireRoom(UnitSet more, long bytesMax) {
        long bytes = (long) more.count() * Units.UNIT;
        if (copiedBytes + bytes > bytesMax) {
            throw new Failure.Exhausted(
                    "the space for copies before writes is full: " + copiedBytes + " bytes of " + bytesMax, null);
        }
        copiedBytes += bytes;
    }

    private void copy(BlockIndex block, UnitSet units) {
        for (int unit = 0; unit < ValidityPage.UNITS_PER_BLOCK; ) {
            int end = units.endOfRun(unit, ValidityPage.UNITS_PER_BLOCK);
            if (units.contains(unit)) {
                copy(Units.start(block) + (long) unit * Units.UNIT, Units.start(block) + (long) end * Units.UNIT);
            }
            unit = end;
        }
    }

    private void copy(long from, long to) {
        ByteBuffer known = pieces.poll();
        ByteBuffer piece = known == null ? AlignedBuffers.allocate(PIECE_BYTES) : known;
        long end = Math.min(to, order.sizeBytes());
        for (long at = from; at < end; at += PIECE_BYTES) {
            int length = (int) Math.min(PIECE_BYTES, end - at);
            state.target().read(at, piece.clear().limit(length));
            place.copies().write(at, piece.flip());
        }
        boolean unused = pieces.offer(piece);
    }

    private synchronized void note(BlockIndex block, UnitSet here, UnitSet elsewhere) {
        if (!here.isEmpty()) {
            append(new EpochNote(EpochNote.Kind.COPIED, block, here));
            enter(copied, block, here);
        }
        if (!elsewhere.isEmpty()) {
            append(new EpochNote(EpochNote.Kind.ABSENT, block, elsewhere));
            enter(absent, block, elsewhere);
        }
    }

    @GuardedBy("this")
    private void enter(UnitTable table, BlockIndex block, UnitSet units) {
        boolean known = !table.get(block.value()).isEmpty();
        if (!known && !place.room().blocks().tryAcquire()) {
            throw new Failure.Exhausted("the space for copies before writes is full: too many blocks", null);
        }
        table.add(block.value(), units);
    }

    @GuardedBy("this")
    private void append(EpochNote note) {
        for (long word : note.words()) {
            place.journal().append(word);
        }
    }

    private synchronized void overtake() {
        if (!overtaken) {
            append(EpochNote.overtaken());
            overtaken = true;
        }
    }

    /** Of the sample nothing more is kept: what is changed from now on is not compared. */
    private synchronized void lose(BlockIndex block, String reason) {
        if (!isChanged(block.value())) {
            LOG.info("snapshot={} what is overwritten is not rechecked any more: {}", order.snapshot(), reason);
            sampling = false;
        } else if (lost == null) {
            LOG.error("snapshot={} its instant is lost: {}", order.snapshot(), reason);
            lost = reason;
            place.journal().clear();
        }
    }

    /**
     * What was kept of a block.
     *
     * @param copied units that lie in the copies
     * @param absent units that the target did not hold at the instant
     */
    record Kept(UnitSet copied, UnitSet absent) {}

    /** What was kept of a block so far. */
    synchronized Kept kept(BlockIndex block) {
        return new Kept(copied.get(block.value()), absent.get(block.value()));
    }

    /** What was kept of a block that was read: nothing of it is kept from now on. To be called under the lock of the block. */
    Kept finish(BlockIndex block) {
        read.add(block.value());
        return kept(block);
    }

    /** Whether anything was kept of any block of a range. */
    synchronized boolean hasKept(long first, long last) {
        return copied.hasAnyOf(first, last) || absent.hasAnyOf(first, last);
    }

    /** Reads copied units. */
    void readCopies(long offset, ByteBuffer into) {
        place.copies().read(offset, into);
    }

    /** Stops keeping, and closes what it was kept in. Nobody keeps or reads any more. */
    synchronized void close() {
        int held = copied.size() + absent.size();
        place.room().blocks().release(held);
        try (VolumeTarget _ = place.copies();
                JournalFile _ = place.journal()) {
            // Closed one after the other.
        }
    }
}

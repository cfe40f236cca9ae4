package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one managed volume: its target, and where that has no content yet, the snapshot behind it. Many users may share it. Safe for
 * use by several threads.
 *
 * <p>A unit of 4 KiB is valid when the target holds its content. Who makes a unit valid holds the lock of its block from the write to the
 * target to the change of the map; a unit never becomes invalid again. So a read of valid units needs no lock, a fill never
 * touches what a user has written, and a write never waits for a fetch, but where it covers a unit in part.
 */
final class LiveVolume implements AutoCloseable {

    private final VolumeState state;
    private final BlockLocks locks = new BlockLocks();
    private final VolumeFlush flush;
    private final BlockFill fill;
    private final VolumeChanges changes;
    private final AtomicInteger demanded = new AtomicInteger();
    private volatile VolumeWatcher watcher = VolumeWatcher.NONE;
    private volatile boolean used;

    /**
     * What a volume is made of.
     *
     * @param name its id
     * @param target belongs to the volume from now on
     * @param source behind it
     * @param validity of the target; null if it holds everything; belongs to the volume from now on
     * @param changes what was changed; belongs to the volume from now on
     * @param buffers for fetching
     * @param damage is told which blocks cannot be had
     */
    record Parts(
            String name,
            VolumeTarget target,
            SourceBlocks source,
            @Nullable ValidityMap validity,
            VolumeChanges changes,
            BlockBuffers buffers,
            DamageReport damage) {}

    /** Is told of blocks whose content is damaged. */
    @FunctionalInterface
    interface DamageReport {
        void damaged(String volume, BlockIndex block, String reason);
    }

    LiveVolume(Parts parts, long sizeBytes) {
        this.state = new VolumeState(parts, sizeBytes);
        this.changes = parts.changes();
        this.flush = new VolumeFlush(parts.name(), state::target);
        this.fill = new BlockFill(state, locks, parts, new BlockFill.Owner() {
            @Override
            public void flush() {
                LiveVolume.this.flush();
            }

            @Override
            public void arrived(BlockIndex block) {
                watcher.arrived(block);
            }
        });
    }

    String name() {
        return state.name();
    }

    long sizeBytes() {
        return state.sizeBytes();
    }

    /** Whether the target alone holds the whole content. */
    boolean isHydrated() {
        return state.validity() == null;
    }

    /** Whether what nobody wrote to the target is zeros. */
    boolean startsAsZeros() {
        return state.target().startsAsZeros();
    }

    /** From now on, who sees what users do. */
    void watchedBy(VolumeWatcher next) {
        watcher = next;
    }

    /** Whether somebody waits for a block now. */
    boolean isInDemand() {
        return demanded.get() > 0;
    }

    /** Whether a user has read or written since this was asked last. To be asked by one thread. */
    boolean usedSinceAsked() {
        boolean was = used;
        used = false;
        return was;
    }

    /** Written by the first of many only, so that users on several processors do not wait for each other. */
    private void noteUse() {
        if (!used) {
            used = true;
        }
    }

    /** Makes it longer, durably; what is added reads as zeros. */
    synchronized void grow(long newSizeBytes) {
        if (newSizeBytes < sizeBytes()) {
            throw new Failure.Invalid(name() + " has " + sizeBytes() + " bytes and cannot become shorter");
        }
        long added = newSizeBytes - sizeBytes();
        if (added > 0) {
            noteLongerBlock();
        }
        state.target().grow(newSizeBytes);
        if (added > 0 && !startsAsZeros() && !state.target().punchHole(sizeBytes(), added)) {
            state.target().zeroOut(sizeBytes(), added);
        }
        state.target().sync();
        state.grownTo(newSizeBytes);
    }

    /** A last block that was short has other content when it is longer, if only by zeros. */
    private void noteLongerBlock() {
        BlockIndex last = Units.blockOf(sizeBytes() - 1);
        if (sizeBytes() % Units.BLOCK != 0) {
            try (BlockLocks.Held _ = locks.take(last, last)) {
                changes.current().add(last.value(), last.value());
            }
        }
    }

    /** Lets nobody change the volume until the answer is closed, once those who do now have ended. Who has several takes them in one order. */
    BlockLocks.Held fence() {
        return locks.takeAll();
    }

    /** From now on what is written goes to another target too, as far as a copy has come. */
    MovingTarget beginMoving(VolumeTarget to) {
        try (BlockLocks.Held _ = fence()) {
            MovingTarget both = new MovingTarget(state.target(), to);
            state.target(both);
            return both;
        }
    }

    /** From now on its own target alone is written. */
    void endMoving(MovingTarget both) {
        try (BlockLocks.Held _ = fence()) {
            state.target(both.from());
        }
    }

    /** What was changed. */
    VolumeChanges changes() {
        return changes;
    }

    /** What it consists of. */
    VolumeState state() {
        return state;
    }

    /** The locks of its blocks. */
    BlockLocks locks() {
        return locks;
    }

    boolean readNow(long offset, ByteBuffer into) {
        noteUse();
        state.requireInside(offset, into.remaining());
        watcher.read(offset, into.remaining());
        return state.validLength(offset, into.remaining()) >= into.remaining()
                && state.target().readNow(offset, into);
    }

    void read(long offset, ByteBuffer into) {
        noteUse();
        state.requireInside(offset, into.remaining());
        watcher.read(offset, into.remaining());
        readUnseen(offset, into);
    }

    /** Reads; whoever watches the volume is not told. */
    void readUnseen(long offset, ByteBuffer into) {
        state.requireInside(offset, into.remaining());
        long at = offset;
        while (into.hasRemaining()) {
            long valid = state.validLength(at, into.remaining());
            int length = valid > 0 ? (int) valid : (int) Math.min(into.remaining(), Units.endOfBlock(at) - at);
            ByteBuffer part = into.slice(into.position(), length);
            if (valid > 0) {
                state.target().read(at, part);
            } else {
                demand(at, part);
            }
            into.position(into.position() + length);
            at += length;
        }
    }

    /** Reads a part of one block that is not all valid. */
    private void demand(long at, ByteBuffer part) {
        BlockIndex block = Units.blockOf(at);
        demanded.incrementAndGet();
        watcher.demanded(block);
        try {
            fill.makeValid(block);
            state.target().read(at, part);
        } catch (Failure.Exhausted noRoom) {
            fill.readPast(block, at, part.clear());
        } finally {
            demanded.decrementAndGet();
        }
    }

    void prefetch(long offset, long length) {
        state.requireInside(offset, length);
        watcher.wanted(offset, length);
    }

    List<VolumeExtent> extents(long offset, long length, int extentsMax) {
        state.requireInside(offset, length);
        return new ExtentWalk(state, changes, extentsMax).over(offset, length);
    }

    void write(long offset, ByteBuffer from, Fua fua) {
        int length = from.remaining();
        change(offset, length, false, () -> {
            state.target().write(offset, from);
            noteWritten(offset, length);
        });
        settle(fua);
    }

    boolean writeZeroes(long offset, long length, ZeroMode mode, Fua fua) {
        AtomicBoolean done = new AtomicBoolean(length == 0);
        change(offset, length, true, () -> {
            boolean zero = mode.mayTrim() && state.target().punchHole(offset, length);
            if (!zero && !mode.fastOnly()) {
                state.target().zeroOut(offset, length);
                zero = true;
            }
            if (zero) {
                noteWritten(offset, length);
                done.set(true);
            }
        });
        settle(fua);
        return done.get();
    }

    void trim(long offset, long length, Fua fua) {
        boolean unusedDone = writeZeroes(offset, length, ZeroMode.ANY, fua);
        assert unusedDone;
    }

    void flush() {
        flush.run(state.validity());
    }

    /** Whether nothing of a block is missing. */
    boolean isPresent(BlockIndex block) {
        return state.isPresent(block);
    }

    /**
     * Fetches what a block lacks, unless a user has written it meanwhile.
     *
     * @return whether anything was missing
     */
    boolean fillIfAbsent(BlockIndex block) {
        if (state.isPresent(block)) {
            return false;
        }
        fill.makeValid(block);
        return true;
    }

    /** Ends hydration, when every block was found present: what is valid becomes durable, and the map is given up. */
    void endHydration() {
        flush();
        ValidityMap map = state.validity();
        if (map != null) {
            map.becomeWhole();
            state.hydrated();
            map.close();
        }
    }

    /** Makes a change under the locks of its blocks, once the units that it covers in part are valid. */
    private void change(long offset, long length, boolean zeros, Runnable work) {
        noteUse();
        state.requireInside(offset, length);
        flush.requireSound();
        while (length > 0) {
            long absent;
            try (BlockLocks.Held _ = locks.take(Units.blockOf(offset), Units.blockOf(offset + length - 1))) {
                absent = absentEdge(offset, offset + length);
                if (absent < 0) {
                    changes.changing(offset, length, zeros);
                    work.run();
                    return;
                }
            }
            fill.makeValid(Units.blockOf(absent));
        }
    }

    /** A byte of a unit that the range covers only in part and that is not valid; -1 if there is none. */
    private long absentEdge(long offset, long end) {
        if (offset % Units.UNIT != 0 && !isValidAt(offset)) {
            return offset;
        }
        boolean partial = end % Units.UNIT != 0 && end != sizeBytes();
        return partial && !isValidAt(end - 1) ? end - 1 : -1;
    }

    private boolean isValidAt(long offset) {
        return state.isValid(Units.blockOf(offset), Units.of(offset, 1));
    }

    /** Notes that a range of the target holds content now; under the locks of its blocks. */
    private void noteWritten(long offset, long length) {
        ValidityMap map = state.validity();
        if (map == null) {
            return;
        }
        BlockIndex first = Units.blockOf(offset);
        long last = Units.blockOf(offset + length - 1).value();
        PrimitiveIterator.OfLong blocks = blocksToNote(first, last);
        while (blocks.hasNext()) {
            BlockIndex block = new BlockIndex(blocks.nextLong());
            if (block.value() > last) {
                return;
            }
            long from = Math.max(offset, Units.start(block));
            map.add(block, Units.of(from, Math.min(offset + length, Units.endOfBlock(from)) - from));
            if (map.isCrowded()) {
                flush();
            }
        }
    }

    /** Holes of the snapshot need no note where the target began as zeros. */
    private PrimitiveIterator.OfLong blocksToNote(BlockIndex first, long last) {
        if (!state.target().startsAsZeros()) {
            return new BlockRun(first.value(), last);
        }
        return last > first.value()
                ? state.source().contentFrom(first)
                : new BlockRun(first.value(), state.source().isHole(first) ? last - 1 : last);
    }

    private void settle(Fua fua) {
        if (fua == Fua.YES) {
            flush();
        }
    }

    /** Closes target and map; another live volume has its content and goes on with its changes. */
    void handOver() {
        try (VolumeTarget _ = state.target();
                ValidityMap _ = state.validity();
                VolumeChanges _ = changes) {
            watcher = VolumeWatcher.NONE;
        }
    }

    /** Makes everything durable and closes target and map. */
    @Override
    public void close() {
        try (VolumeTarget _ = state.target();
                ValidityMap _ = state.validity();
                VolumeChanges _ = changes) {
            flush();
            changes.persist();
        }
    }
}

package io.ebsnap.volume;

import io.ebsnap.device.BlockSource;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.ValidityPage;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import java.nio.ByteBuffer;

/**
 * The content of a volume at the instant of an {@link Epoch}, block by block. Safe for use by several threads.
 *
 * <p>The target is read while users go on; what they changed meanwhile was kept before, and is put in its place. So no user waits for a read.
 */
final class EpochSource implements BlockSource {

    private final LiveVolume volume;
    private final VolumeState state;
    private final Epoch epoch;
    private final BlockBuffers buffers;
    private final VolumeGeometry geometry;

    EpochSource(LiveVolume volume, Epoch epoch, BlockBuffers buffers) {
        this.volume = volume;
        this.state = volume.state();
        this.epoch = epoch;
        this.buffers = buffers;
        this.geometry = new VolumeGeometry(epoch.order().sizeBytes());
    }

    @Override
    public String name() {
        return volume.name();
    }

    @Override
    public VolumeGeometry geometry() {
        return geometry;
    }

    /**
     * Reads a whole block; it is not kept from then on. One that was not kept can be read as long as nobody has changed it.
     *
     * @throws Failure.Unavailable if it cannot be known what it was at the instant
     */
    @Override
    public void read(long offset, ByteBuffer target) {
        if (!readIfKept(offset, target)) {
            throw new Failure.Unavailable(
                    "block " + Units.blockOf(offset).value() + " of " + volume.name()
                            + " was overwritten since the instant, and what it was cannot be read from the snapshot before",
                    null);
        }
    }

    @Override
    public boolean readIfKept(long offset, ByteBuffer target) {
        BlockIndex block = Units.blockOf(offset);
        int length = target.remaining();
        if (offset % Units.BLOCK != 0 || length != geometry.lengthOf(block)) {
            throw new IllegalArgumentException(length + " bytes at " + offset + " are not a block");
        }
        requireHeld();
        UnitSet before = state.validUnits(block);
        if (!before.isEmpty()) {
            state.target().read(offset, target.slice());
        }
        Epoch.Kept kept;
        try (BlockLocks.Held _ = volume.locks().take(block, block)) {
            if (!isKept(block)) {
                return false;
            }
            kept = epoch.finish(block);
        }
        putCopies(offset, target, kept.copied());
        UnitSet all = Units.all(block, geometry.sizeBytes());
        putBehind(block, target, all.without(kept.copied()).without(before.without(kept.absent())));
        target.position(target.limit());
        requireHeld();
        return true;
    }

    @Override
    public boolean usedSinceAsked() {
        return volume.usedSinceAsked();
    }

    private boolean isKept(BlockIndex block) {
        ChangeSet since = volume.changes().current();
        return epoch.wants(block.value())
                || (since.lost() == null && !since.blocks().contains(block.value()));
    }

    private void requireHeld() {
        String lost = epoch.lost();
        if (lost != null) {
            throw new Failure.Unavailable("the instant of " + volume.name() + " is lost: " + lost, null);
        }
    }

    private void putCopies(long offset, ByteBuffer target, UnitSet units) {
        eachRun(
                units,
                target.remaining(),
                (from, length) -> epoch.readCopies(offset + from, target.slice(target.position() + from, length)));
    }

    /** What the target did not hold comes from behind it. */
    private void putBehind(BlockIndex block, ByteBuffer target, UnitSet units) {
        if (units.isEmpty()) {
            return;
        }
        try (BlockBuffers.Lease lease = buffers.take()) {
            if (state.source().isHole(block)) {
                lease.clear();
            } else {
                state.source().read(block, lease.slice());
            }
            eachRun(
                    units,
                    target.remaining(),
                    (from, length) -> target.put(target.position() + from, lease.array(), from, length));
        }
    }

    /** Is given a part of a block, in bytes. */
    @FunctionalInterface
    private interface Run {
        void over(int from, int length);
    }

    private static void eachRun(UnitSet units, int blockLength, Run run) {
        for (int unit = 0; unit < ValidityPage.UNITS_PER_BLOCK; ) {
            int end = units.endOfRun(unit, ValidityPage.UNITS_PER_BLOCK);
            int from = unit * Units.UNIT;
            if (units.contains(unit) && from < blockLength) {
                run.over(from, Math.min(end * Units.UNIT, blockLength) - from);
            }
            unit = end;
        }
    }

    /** What is a hole now and of which nothing was kept was one at the instant. */
    @Override
    public boolean knownZeros(long offset, long length) {
        long first = Units.blockOf(offset).value();
        long count = Units.blockOf(offset + length - 1).value() - first + 1;
        return epoch.isAllChanged(first, count)
                && state.validLength(offset, length) >= length
                && state.target().nextData(offset) >= offset + length
                && !epoch.hasKept(first, first + count - 1);
    }

    /** Whether the target held nothing of a block at the instant. */
    boolean isAbsent(BlockIndex block) {
        UnitSet valid = state.validUnits(block).and(Units.all(block, geometry.sizeBytes()));
        Epoch.Kept kept = epoch.kept(block);
        return kept.copied().isEmpty() && valid.without(kept.absent()).isEmpty();
    }

    /** Whether the target held the whole block at the instant: reading it fetches nothing. */
    boolean isWhole(BlockIndex block) {
        return epoch.kept(block).absent().isEmpty()
                && state.validUnits(block).containsAll(Units.all(block, geometry.sizeBytes()));
    }

    @Override
    public void close() {
        // The epoch is its volume's.
    }
}

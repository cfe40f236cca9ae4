package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import java.nio.ByteBuffer;

/** Gets what blocks lack from behind a volume's target, and puts it there where nobody has written. Safe for use by several threads. */
final class BlockFill {

    private final VolumeState state;
    private final BlockLocks locks;
    private final BlockBuffers buffers;
    private final LiveVolume.DamageReport damage;
    private final Owner owner;
    private final Fetches fetches = new Fetches();

    /**
     * The filling of a volume.
     *
     * @param owner whose volume it is
     */
    BlockFill(VolumeState state, BlockLocks locks, LiveVolume.Parts parts, Owner owner) {
        this.state = state;
        this.locks = locks;
        this.buffers = parts.buffers();
        this.damage = parts.damage();
        this.owner = owner;
    }

    /** Whose blocks are filled. */
    interface Owner {
        /** Makes everything durable, and so room in the map. */
        void flush();

        /** What a block lacked has arrived. */
        void arrived(BlockIndex block);
    }

    /** Makes all of a block valid. Must not be called by who holds a lock of a block. */
    void makeValid(BlockIndex block) {
        fetches.fetch(block, this::fetchAndFill);
    }

    /** Reads a part of a block without keeping what was fetched, for when the target has no room for it. */
    void readPast(BlockIndex block, long at, ByteBuffer part) {
        try (BlockBuffers.Lease lease = buffers.take()) {
            boolean unusedZero = fetch(block, lease);
            try (BlockLocks.Held _ = locks.take(block, block)) {
                UnitSet valid = state.validUnits(block);
                long end = at + part.limit();
                for (long from = at; from < end; from = Units.endOfUnit(from)) {
                    int length = (int) (Math.min(Units.endOfUnit(from), end) - from);
                    ByteBuffer piece = part.slice((int) (from - at), length);
                    if (valid.contains((int) (from % Units.BLOCK / Units.UNIT))) {
                        state.target().read(from, piece);
                    } else {
                        piece.put(lease.array(), (int) (from % Units.BLOCK), length);
                    }
                }
            }
        }
    }

    private void fetchAndFill(BlockIndex block) {
        ValidityMap map = state.validity();
        if (map == null || state.isPresent(block)) {
            return;
        }
        try (BlockBuffers.Lease lease = buffers.take()) {
            boolean zero = fetch(block, lease);
            try (BlockLocks.Held _ = locks.take(block, block)) {
                fill(block, map.get(block), lease, zero);
                map.add(block, Units.all(block, state.sizeBytes()));
            }
        }
        owner.arrived(block);
        if (map.isCrowded()) {
            owner.flush();
        }
    }

    /** Gets a block's content behind the target; says whether it is zeros. */
    private boolean fetch(BlockIndex block, BlockBuffers.Lease lease) {
        if (state.source().isHole(block)) {
            lease.clear();
            return true;
        }
        try {
            state.source().read(block, lease.slice());
            return false;
        } catch (Failure.Corrupt e) {
            damage.damaged(state.name(), block, String.valueOf(e.getMessage()));
            throw new Failure.Corrupt(state.name() + ": " + e.getMessage(), e);
        }
    }

    /** Writes each run of units that are not valid. */
    private void fill(BlockIndex block, UnitSet valid, BlockBuffers.Lease lease, boolean zero) {
        long start = Units.start(block);
        int length = Units.length(block, state.sizeBytes());
        int end = (length + Units.UNIT - 1) / Units.UNIT;
        for (int unit = 0; unit < end; ) {
            int next = valid.endOfRun(unit, end);
            if (!valid.contains(unit)) {
                int from = unit * Units.UNIT;
                int run = Math.min(next * Units.UNIT, length) - from;
                if (!zero || !state.target().punchHole(start + from, run)) {
                    state.target().write(start + from, lease.direct(from, run));
                }
            }
            unit = next;
        }
    }
}

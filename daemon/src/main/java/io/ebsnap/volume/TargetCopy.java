package io.ebsnap.volume;

import io.ebsnap.geometry.BlockIndex;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/**
 * Copies the content of a volume into the new one of its two targets, block by block in order, beside whoever uses it. What has not arrived yet comes from
 * behind the volume, and goes into the new target only. To be used by one thread; {@link #bytesCopied} by any.
 */
final class TargetCopy {

    /** So many blocks without content are one step. */
    private static final int HOLE_BLOCKS = 128;

    private final VolumeState state;
    private final BlockLocks locks;
    private final BlockBuffers buffers;
    private final MovingTarget target;

    /**
     * A copy that has not begun.
     *
     * @param target of that volume, where whoever changes it finds it already
     */
    TargetCopy(LiveVolume volume, MovingTarget target, BlockBuffers buffers) {
        this.state = volume.state();
        this.locks = volume.locks();
        this.buffers = buffers;
        this.target = target;
    }

    MovingTarget target() {
        return target;
    }

    /** Up to where it has come: bytes of the volume. */
    long bytesCopied() {
        return target.front();
    }

    /**
     * Copies until the end, and makes the new target durable.
     *
     * @param ended whether it is to end early
     * @throws io.ebsnap.failure.Failure if the old target cannot be read, the new one not be written, or what lies behind the volume not be had
     */
    void run(BooleanSupplier ended) {
        while (!ended.getAsBoolean() && step()) {
            target.requireSound();
        }
        if (!ended.getAsBoolean()) {
            target.syncNew();
        }
    }

    /** Copies a block, or passes several without content; false if there was nothing left. */
    boolean step() {
        long at = target.front();
        if (at >= state.sizeBytes()) {
            return false;
        }
        long end = Math.min(state.sizeBytes(), at + (long) HOLE_BLOCKS * Units.BLOCK);
        if (!isHole(at, end) || !passHole(at, end)) {
            copy(Units.blockOf(at));
        }
        return true;
    }

    private boolean isHole(long from, long to) {
        return target.nextData(from) >= to && state.validLength(from, to - from) == to - from;
    }

    /** Somebody may have written there since it was seen. */
    private boolean passHole(long from, long to) {
        try (BlockLocks.Held _ = locks.take(Units.blockOf(from), Units.blockOf(to - 1))) {
            boolean still = isHole(from, to);
            if (still) {
                target.frontAt(to);
            }
            return still;
        }
    }

    private void copy(BlockIndex block) {
        long start = Units.start(block);
        int length = Units.length(block, state.sizeBytes());
        try (BlockBuffers.Lease lease = buffers.take()) {
            if (!state.isPresent(block)) {
                fetch(block, lease);
            }
            ByteBuffer content = lease.direct(0, length);
            try (BlockLocks.Held _ = locks.take(block, block)) {
                readOver(block, content);
                if (!isZero(content)) {
                    target.to().write(start, content);
                }
                target.frontAt(start + length);
            }
        }
    }

    private void fetch(BlockIndex block, BlockBuffers.Lease lease) {
        if (state.source().isHole(block)) {
            lease.clear();
        } else {
            state.source().read(block, lease.slice());
        }
    }

    /** Puts what the old target holds of a block over what was fetched. */
    private void readOver(BlockIndex block, ByteBuffer content) {
        UnitSet valid = state.validUnits(block);
        int length = content.limit();
        int end = (length + Units.UNIT - 1) / Units.UNIT;
        for (int unit = 0; unit < end; ) {
            int next = valid.endOfRun(unit, end);
            if (valid.contains(unit)) {
                int from = unit * Units.UNIT;
                target.read(Units.start(block) + from, content.slice(from, Math.min(next * Units.UNIT, length) - from));
            }
            unit = next;
        }
    }

    private static boolean isZero(ByteBuffer content) {
        int at = 0;
        for (; at + Long.BYTES <= content.limit(); at += Long.BYTES) {
            if (content.getLong(at) != 0) {
                return false;
            }
        }
        for (; at < content.limit(); at++) {
            if (content.get(at) != 0) {
                return false;
            }
        }
        return true;
    }
}

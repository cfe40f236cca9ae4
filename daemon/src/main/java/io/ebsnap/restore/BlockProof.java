package io.ebsnap.restore;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.device.BlockBuffer;
import io.ebsnap.device.BlockTarget;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkKind;

/** Proves that a target holds what a block map says, by reading it. Safe for use by several threads, each with a buffer of its own. */
final class BlockProof {

    private final BlockMap map;
    private final BlockTarget target;
    private final DomainKeys keys;
    private final ImageFilling.Watch watch;

    BlockProof(BlockMap map, BlockTarget target, DomainKeys keys, ImageFilling.Watch watch) {
        this.map = map;
        this.target = target;
        this.keys = keys;
        this.watch = watch;
    }

    void prove(RestoreStep step, BlockBuffer buffer) {
        switch (step) {
            case RestoreStep.Content content -> proveContent(content, buffer);
            case RestoreStep.Holes holes -> {
                for (long block = holes.first(); block < holes.first() + holes.count(); block++) {
                    proveHole(new BlockIndex(block), buffer);
                }
                watch.advance(bytes(holes));
            }
            case RestoreStep.Lost lost -> throw new Failure.Corrupt(lost.reason());
        }
    }

    private void proveContent(RestoreStep.Content content, BlockBuffer buffer) {
        BlockIndex block = new BlockIndex(content.block());
        int length = read(block, buffer);
        if (buffer.isZero(length)
                || !keys.idOf(ChunkKind.DATA, buffer.toHeap(length)).equals(content.chunk())) {
            throw wrong(block);
        }
        watch.advance(length);
    }

    private void proveHole(BlockIndex block, BlockBuffer buffer) {
        boolean known =
                target.knownZeros(map.geometry().offsetOf(block), map.geometry().lengthOf(block));
        if (!known && !buffer.isZero(read(block, buffer))) {
            throw wrong(block);
        }
    }

    private int read(BlockIndex block, BlockBuffer buffer) {
        int length = map.geometry().lengthOf(block);
        target.read(map.geometry().offsetOf(block), buffer.direct(length));
        return length;
    }

    private long bytes(RestoreStep.Holes holes) {
        long from = holes.first() * VolumeGeometry.BLOCK_BYTES;
        return Math.min(map.geometry().sizeBytes(), from + holes.count() * VolumeGeometry.BLOCK_BYTES) - from;
    }

    private Failure wrong(BlockIndex block) {
        return new Failure.Unavailable(
                "block " + block.value() + " of " + target.name() + " does not read as it was written", null);
    }
}

package io.ebsnap.restore;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.chunk.ChunkReader;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.device.BlockBuffer;
import io.ebsnap.device.BlockTarget;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;

/**
 * Makes blocks of a target what a snapshot says: skips what is right already, proves what it writes, and leaves zeros where a
 * chunk is damaged and may be skipped. Safe for use by several threads, each with a buffer of its own.
 */
final class BlockRestorer {

    static final String WRITTEN = "bytes-written";
    static final String MATCHING = "bytes-matching";
    static final String ZERO = "bytes-zero";
    static final String DAMAGED = "blocks-damaged";

    private final BlockMap map;
    private final BlockTarget target;
    private final ChunkReader chunks;
    private final DomainKeys keys;
    private final RestoreReport report;
    private final MatchGuess guess = new MatchGuess();

    BlockRestorer(BlockMap map, BlockTarget target, ChunkReader chunks, DomainKeys keys, RestoreReport report) {
        this.map = map;
        this.target = target;
        this.chunks = chunks;
        this.keys = keys;
        this.report = report;
    }

    void restore(RestoreStep step, BlockBuffer buffer) {
        switch (step) {
            case RestoreStep.Content content -> content(content, buffer);
            case RestoreStep.Holes holes -> {
                zero(holes.first(), holes.count());
                count(ZERO, bytes(holes.first(), holes.count()));
            }
            case RestoreStep.Lost lost -> damaged(lost.first(), lost.count(), lost.reason());
        }
    }

    private void content(RestoreStep.Content content, BlockBuffer buffer) {
        BlockIndex block = new BlockIndex(content.block());
        int length = map.geometry().lengthOf(block);
        if (matches(block, content.chunk(), buffer)) {
            count(MATCHING, length);
        } else if (read(content, length, buffer)) {
            target.write(map.geometry().offsetOf(block), buffer.fromHeap(length));
            count(WRITTEN, length);
        }
    }

    /** Whether the target has a block's content already: by its keyed hash. */
    private boolean matches(BlockIndex block, ChunkId wanted, BlockBuffer buffer) {
        long offset = map.geometry().offsetOf(block);
        int length = map.geometry().lengthOf(block);
        if (target.knownZeros(offset, length) || !guess.worthwhile()) {
            return false;
        }
        target.read(offset, buffer.direct(length));
        boolean matched = !buffer.isZero(length)
                && keys.idOf(ChunkKind.DATA, buffer.toHeap(length)).equals(wanted);
        guess.learn(matched);
        return matched;
    }

    /** Reads and proves a chunk; false if it is damaged and was skipped. */
    private boolean read(RestoreStep.Content content, int length, BlockBuffer buffer) {
        try {
            int found = chunks.read(
                    map.domain(), ChunkKind.DATA, content.chunk(), new ArraySlice(buffer.array(), 0, length));
            if (found != length) {
                throw new Failure.Corrupt("chunk " + content.chunk() + " has " + found + " bytes instead of " + length);
            }
            return true;
        } catch (Failure.Corrupt e) {
            if (!report.skipDamaged()) {
                throw new Failure.Corrupt(
                        "block " + content.block() + " of " + report.subject() + " is damaged: " + e.getMessage(), e);
            }
            damaged(content.block(), 1, String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void damaged(long first, long count, String reason) {
        zero(first, count);
        report.damage().add(first, count, reason);
        report.tally().count(DAMAGED, count);
        report.tally().advance(bytes(first, count));
    }

    private void zero(long first, long count) {
        long offset = map.geometry().offsetOf(new BlockIndex(first));
        long length = bytes(first, count);
        if (!target.knownZeros(offset, length)) {
            target.writeZeroes(offset, length);
        }
    }

    private long bytes(long first, long count) {
        long from = first * VolumeGeometry.BLOCK_BYTES;
        return Math.min(map.geometry().sizeBytes(), (first + count) * VolumeGeometry.BLOCK_BYTES) - from;
    }

    private void count(String counter, long bytes) {
        report.tally().count(counter, bytes);
        report.tally().advance(bytes);
    }

    /**
     * Where a restore says what it did.
     *
     * @param subject what is restored, for messages
     * @param skipDamaged whether to go on at damage
     * @param tally counts
     * @param damage what was damaged
     */
    record RestoreReport(String subject, boolean skipDamaged, RestoreTally tally, DamageMap damage) {}
}

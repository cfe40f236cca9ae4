package io.ebsnap.snapshot;

import io.ebsnap.chunk.ChunkWriter;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.tracking.ChangeFinding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes claims of what is known of blocks before they are read, in ascending order: from the parent's map, from what a tracker says and from
 * the parent's tags. A chunk is only referred to once the writer holds it; one that the store has lost is read. To be used by one
 * thread at a time.
 */
final class KnownBlocks {

    /** Blocks of one claim: enough that handing them on costs nothing, few enough that stopping and progress keep up. */
    private static final int UNCHANGED_MAX = 256;

    private final ParentBlocks parent;
    private final FamiliarBlocks familiar;
    private final ChangeFinding finding;
    private final ChunkWriter writer;
    private final VolumeGeometry geometry;
    private long recheckAt = -1;

    /**
     * What is known of blocks beside what changed.
     *
     * @param parent walked along by this alone
     * @param familiar asked by this alone
     */
    record Earlier(ParentBlocks parent, FamiliarBlocks familiar) {}

    KnownBlocks(Earlier earlier, ChangeFinding finding, ChunkWriter writer, VolumeGeometry geometry) {
        this.parent = earlier.parent();
        this.familiar = earlier.familiar();
        this.finding = finding;
        this.writer = writer;
        this.geometry = geometry;
    }

    /** What the workers ask and tell. */
    ChangeFinding finding() {
        return finding;
    }

    /** Is told what chunks blocks have. */
    FamiliarBlocks familiar() {
        return familiar;
    }

    /** The claim that begins with a block. */
    Claim claim(long sequence, long block) {
        long unchanged = finding.unchangedFrom(block, geometry.blockCount() - block);
        if (unchanged == 0) {
            return changed(sequence, block);
        }
        long content = parent.contentFrom(block);
        if (!parent.isKnown()) {
            return new Claim.Reading(sequence, block, Claim.Before.NOTHING);
        }
        if (block == recheckAt) {
            return new Claim.Reading(sequence, block, before(block, true));
        }
        return content > block
                ? holes(sequence, block, Math.min(unchanged, content - block))
                : contents(sequence, block, Math.min(unchanged, UNCHANGED_MAX));
    }

    private Claim changed(long sequence, long block) {
        ChunkId chunk = familiar.find(block);
        if (chunk == null || !writer.hold(chunk, geometry.lengthOf(new BlockIndex(block)))) {
            return new Claim.Reading(sequence, block, before(block, false));
        }
        return familiar.wantsChecked()
                ? new Claim.Reading(sequence, block, new Claim.Before(chunk, null, true))
                : new Claim.Familiar(sequence, block, chunk);
    }

    private Claim holes(long sequence, long block, long count) {
        long free = finding.freeHoles(block, count);
        if (free < count) {
            recheckAt = block + free;
        }
        return free == 0
                ? new Claim.Reading(sequence, block, before(block, true))
                : new Claim.Zeros(sequence, block, free);
    }

    /** Ends before a hole, before what is to be rechecked, and before a chunk that the store has not. */
    private Claim contents(long sequence, long block, long countMax) {
        List<ChunkId> chunks = new ArrayList<>();
        List<byte @Nullable []> tags = new ArrayList<>();
        for (long at = block; at < block + countMax; at++) {
            ChunkId chunk = parent.chunkAt(at);
            if (chunk == null || !writer.hold(chunk, geometry.lengthOf(new BlockIndex(at)))) {
                break;
            }
            if (finding.freeContents(at, 1) == 0) {
                recheckAt = at;
                break;
            }
            chunks.add(chunk);
            tags.add(finding.tagBefore(at));
        }
        return chunks.isEmpty()
                ? new Claim.Reading(sequence, block, before(block, block == recheckAt))
                : new Claim.Unchanged(sequence, block, chunks, tags);
    }

    private Claim.Before before(long block, boolean rechecked) {
        ChunkId chunk = parent.chunkAt(block);
        return new Claim.Before(chunk, chunk == null ? null : finding.tagBefore(block), rechecked);
    }
}

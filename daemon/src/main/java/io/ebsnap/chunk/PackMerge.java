package io.ebsnap.chunk;

import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.format.Checksums;
import io.ebsnap.format.ChunkRecordHeader;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.PackId;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies live records, sealed as they are, from several packs of one kind into a new one: new pack, then index. The old ones may be deleted
 * after that, not before. Needs room for what it copies. Used by one thread.
 */
final class PackMerge {

    /** What must be free beside the copied records: trailers, and some air for those who snapshot. */
    private static final long SPARE_BYTES = 4L << 20;

    private final ChunkStoreParts parts;
    private final WriterTools tools;
    private final PackReader reader;
    private final DomainKeys keys;
    private final CrashPoints crashPoints;

    PackMerge(ChunkStoreParts parts, WriterTools tools, DomainKeys keys) {
        this.parts = parts;
        this.tools = tools;
        this.reader = new PackReader(parts.store());
        this.keys = keys;
        this.crashPoints = parts.crashPoints();
    }

    /** Whether there is room to copy that many bytes. */
    boolean hasRoomFor(long bytes) {
        return parts.store().freeBytes() - SPARE_BYTES >= bytes;
    }

    /**
     * Copies and relocates. A record that is damaged is told to the listener and stays where it is.
     *
     * @param sources whose live records fit into one pack
     * @return length of the new pack; 0 if there was nothing to copy
     * @throws Failure.Exhausted if there is no room after all; nothing is changed then
     */
    long merge(ChunkKind kind, List<PackVerdict> sources) {
        ArraySlice buffer = tools.records().take();
        try (PackWriter target = tools.packs().begin(kind, keys)) {
            sources.forEach(source -> copy(source, target, buffer));
            return target.isEmpty() ? 0 : relocate(target, sources);
        } finally {
            tools.records().giveBack(buffer);
        }
    }

    private void copy(PackVerdict source, PackWriter target, ArraySlice buffer) {
        PackTrailer trailer = source.trailer();
        for (PackEntry entry : source.live()) {
            ArraySlice record = new ArraySlice(buffer.array(), buffer.offset(), entry.length());
            if (readWhole(trailer.header().pack(), entry, record)) {
                ChunkName name = new ChunkName(keys.domain(), trailer.header().kind(), entry.id());
                target.append(name, entry.plaintextLength(), record);
            }
        }
    }

    private boolean readWhole(PackId pack, PackEntry entry, ArraySlice record) {
        try {
            reader.read(pack, entry.offset(), record);
            requireWhole(entry, record);
            return true;
        } catch (Failure.Corrupt e) {
            parts.damage().damaged(entry.id(), pack, String.valueOf(e.getMessage()));
            return false;
        }
    }

    private static void requireWhole(PackEntry entry, ArraySlice record) {
        int found = Checksums.crc32c(record);
        if (found != entry.crc32c()) {
            throw new Failure.Corrupt("the record has CRC-32C " + Integer.toHexString(found) + " instead of "
                    + Integer.toHexString(entry.crc32c()));
        }
        ChunkRecordHeader header = ChunkRecordHeader.decode(record);
        if (!header.id().equals(entry.id()) || header.recordLength() != entry.length()) {
            throw new Failure.Corrupt("the record is one of chunk " + header.id());
        }
    }

    private long relocate(PackWriter target, List<PackVerdict> sources) {
        PackSummary summary = target.commit();
        crashPoints.reached("gc.after-repack-commit");
        List<PackId> from = new ArrayList<>();
        sources.forEach(source -> from.add(source.trailer().header().pack()));
        parts.index().relocate(summary, target.entries(), from);
        crashPoints.reached("gc.after-relocate");
        return summary.lengthBytes();
    }
}

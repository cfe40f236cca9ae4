package io.ebsnap.snapshot;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapDiff;
import io.ebsnap.blockmap.BlockMapReader;
import io.ebsnap.blockmap.MappedBlock;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.chunk.ChunkLocation;
import io.ebsnap.chunk.ChunkReader;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what a snapshot takes, alone and together with others. It remembers the snapshot's ids, or above a bound a random sample of
 * them, then strikes out those that any other snapshot under the same key has: the first one whole, each other by what it does
 * not share with the one before. One count at a time; answers are kept until the catalog changes. Safe for use by several threads.
 */
final class SizeCensus {

    private static final int ANSWERS_MAX = 1_000;
    private static final int SAMPLE_MAX = 1 << 17;

    private final SnapshotStorage storage;
    private final SnapshotRecords records;
    private final BlockMapDiff diff;
    private final BlockMapReader reader;

    @GuardedBy("this")
    private final Map<String, SnapshotSizes> answers = new LinkedHashMap<>();

    @GuardedBy("this")
    private long answersRevision = -1;

    SizeCensus(SnapshotStorage storage, SnapshotRecords records) {
        this.storage = storage;
        this.records = records;
        this.diff = new BlockMapDiff(storage.pages());
        this.reader = new BlockMapReader(storage.pages());
    }

    synchronized SnapshotSizes sizes(SnapshotRecord snapshot) {
        long revision = storage.catalog().revision();
        if (revision != answersRevision || answers.size() >= ANSWERS_MAX) {
            answers.clear();
            answersRevision = revision;
        }
        SnapshotSizes known = answers.get(snapshot.snapshotId());
        if (known == null) {
            known = count(snapshot);
            answers.put(snapshot.snapshotId(), known);
        }
        return known;
    }

    private SnapshotSizes count(SnapshotRecord snapshot) {
        BlockMap map = BlockMap.of(snapshot);
        IdSample sample = new IdSample(SAMPLE_MAX);
        diff.forEachChunk(map, id -> sample.add(id, 0));
        for (Iterator<MappedBlock> blocks = reader.blocksFrom(map, new BlockIndex(0)); blocks.hasNext(); ) {
            MappedBlock block = blocks.next();
            sample.add(block.id(), map.geometry().lengthOf(block.index()));
        }
        IdSample.Sums distinct = sample.sums(storedLength());
        strikeOutOthers(snapshot, sample);
        IdSample.Sums unique = sample.sums(storedLength());
        SnapshotContent content = snapshot.content();
        return new SnapshotSizes(
                content == null ? 0 : content.fullSnapshotSizeInBytes(),
                distinct.plainBytes(),
                distinct.storedBytes(),
                unique.plainBytes(),
                unique.storedBytes(),
                sample.relativeError());
    }

    private void strikeOutOthers(SnapshotRecord snapshot, IdSample sample) {
        BlockMap before = BlockMap.empty(
                BlockMap.of(snapshot).geometry(), BlockMap.of(snapshot).domain());
        for (SnapshotRecord other : others(snapshot)) {
            BlockMap map = BlockMap.of(other);
            try {
                diff.forEachNewChunk(before, map, sample::strikeOut);
            } catch (Failure.Corrupt e) {
                if (records.find(other.snapshotId()).isEmpty()) {
                    continue; // It was deleted and collected meanwhile.
                }
                throw new Failure.Corrupt(
                        "the block map of " + other.snapshotId() + " cannot be read: " + e.getMessage(), e);
            }
            before = map;
        }
    }

    /** Volume by volume, so that neighbours share most of their pages. */
    private List<SnapshotRecord> others(SnapshotRecord snapshot) {
        return records
                .list(other -> other.state() == SnapshotState.COMPLETED
                        && !other.snapshotId().equals(snapshot.snapshotId())
                        && other.origin().domainId().equals(snapshot.origin().domainId()))
                .stream()
                .sorted(Comparator.comparing(SnapshotRecord::volumeId))
                .toList();
    }

    private IdSample.StoredLength storedLength() {
        ChunkReader chunks = storage.chunks().reader();
        return id -> chunks.locate(id).map(ChunkLocation::length).orElse(0);
    }
}

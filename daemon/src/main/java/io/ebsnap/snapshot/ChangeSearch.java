package io.ebsnap.snapshot;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.device.PointInTime;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import io.ebsnap.tracking.ChangeDetection;
import io.ebsnap.tracking.ChangeFinding;
import io.ebsnap.tracking.TrackedSnapshot;
import io.ebsnap.tracking.Trackers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How one snapshot finds out what changed: whom it believes, and what becomes of one who is wrong. To be used by its job's thread. */
final class ChangeSearch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeSearch.class);

    private final Trackers trackers;
    private final PointInTime instant;
    private final TrackedSnapshot child;
    private final @Nullable String parent;
    private ChangeFinding finding;

    ChangeSearch(Trackers trackers, SnapshotRecord record, Optional<SnapshotRecord> parent, PointInTime instant) {
        this.trackers = trackers;
        this.instant = instant;
        this.child = tracked(record);
        this.parent = parent.map(SnapshotRecord::snapshotId).orElse(null);
        this.finding = trackers.begin(child, parent.map(ChangeSearch::tracked), instant);
    }

    private static TrackedSnapshot tracked(SnapshotRecord record) {
        SnapshotContent content = record.content();
        return new TrackedSnapshot(
                record.volumeId(),
                record.snapshotId(),
                DomainId.parse(record.origin().domainId()),
                record.origin().sizeBytes(),
                content == null ? 0 : blocks(content.fullSnapshotSizeInBytes()),
                content == null
                        ? Optional.empty()
                        : Optional.ofNullable(content.rootPageId()).map(ChunkId::parse));
    }

    private static long blocks(long bytes) {
        return new VolumeGeometry(Math.max(1, bytes)).blockCount();
    }

    ChangeFinding finding() {
        return finding;
    }

    VolumeGeometry geometry() {
        return new VolumeGeometry(child.sizeBytes());
    }

    /** The id of the snapshot that it is compared with; null for the first. */
    @Nullable
    String parent() {
        return parent;
    }

    /** How the changes were found. */
    ChangeDetection detection() {
        return finding.detection();
    }

    /** Everything is copied: what the tracker said must count still. */
    void confirm() {
        finding.voided().ifPresent(why -> {
            throw Contradiction.voided(String.valueOf(finding.tracker()), why);
        });
    }

    /**
     * Believes nobody from now on, and nobody is believed of this volume until a snapshot of it is completed, be it this one.
     *
     * @throws io.ebsnap.failure.Failure.Unavailable if the instant does not hold what was called unchanged
     */
    void distrust(Contradiction lie) {
        LOG.error(
                "snapshot={} volume={} tracker={} {}; everything is compared",
                child.snapshot(),
                child.volume(),
                lie.tracker(),
                lie.getMessage());
        finding.close();
        trackers.forget(child.volume());
        finding = trackers.beginDistrusting(child, instant, String.valueOf(lie.getMessage()));
        instant.distrust(String.valueOf(lie.getMessage()));
    }

    /** The map is whole: what the next snapshot needs is kept, and counts once this one is completed. */
    void finish(BlockMap map) {
        finding.finish(map.root());
    }

    /** The snapshot is completed, and its instant still held. */
    void completed(BlockMap map) {
        trackers.completed(child.made(0, map.root()), instant);
    }

    @Override
    public void close() {
        finding.close();
    }
}

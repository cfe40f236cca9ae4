package io.ebsnap.snapshot;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.DistantOrigin;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.identity.SnapshotId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Earlier copies from a place, which the next one builds on. */
final class DistantBases {

    /** So many are asked after at most. */
    private static final int ASKED_MAX = 8;

    private final SnapshotRecords records;
    private final MapsInUse mapsInUse;

    DistantBases(SnapshotRecords records, MapsInUse mapsInUse) {
        this.records = records;
        this.mapsInUse = mapsInUse;
    }

    /**
     * An earlier copy.
     *
     * @param copy completed
     * @param original what it is a copy of, which is still there
     */
    record Base(SnapshotRecord copy, SnapshotId original) {}

    /** What a base must have in common with the copy. */
    record Wanted(DistantOrigin origin, long sizeBytes, String domainId, String ownerId, Instant startTime) {

        static Wanted of(SnapshotRecord copy) {
            return new Wanted(
                    Objects.requireNonNull(copy.origin().distant()),
                    copy.origin().sizeBytes(),
                    copy.origin().domainId(),
                    copy.ownerId(),
                    copy.startTime());
        }

        private boolean fits(SnapshotRecord other) {
            DistantOrigin from = other.origin().distant();
            return from != null
                    && other.state() == SnapshotState.COMPLETED
                    && from.place().equals(origin.place())
                    && from.volumeId().equals(origin.volumeId())
                    && other.origin().sizeBytes() == sizeBytes
                    && other.origin().domainId().equals(domainId)
                    && other.ownerId().equals(ownerId);
        }
    }

    /**
     * Of the copies of snapshots of the same volume that are still there on both sides, the one of the nearest instant.
     *
     * @param holds gets one on the base's map
     */
    Optional<Base> find(Wanted wanted, DistantSnapshot snapshot, List<MapsInUse.Hold> holds) {
        List<SnapshotRecord> copies = records.list(wanted::fits).stream()
                .sorted(SnapshotRecords.nearestTo(wanted.startTime()))
                .limit(ASKED_MAX)
                .toList();
        for (SnapshotRecord copy : copies) {
            SnapshotId original = new SnapshotId(
                    Objects.requireNonNull(copy.origin().distant()).snapshotId());
            if (snapshot.isComparableTo(original) && hold(copy, holds)) {
                return Optional.of(new Base(copy, original));
            }
        }
        return Optional.empty();
    }

    private boolean hold(SnapshotRecord copy, List<MapsInUse.Hold> holds) {
        Optional<MapsInUse.Hold> hold =
                mapsInUse.holdExisting(BlockMap.of(copy), () -> records.find(copy.snapshotId()));
        hold.ifPresent(holds::add);
        return hold.isPresent();
    }
}

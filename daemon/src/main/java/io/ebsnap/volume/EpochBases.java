package io.ebsnap.volume;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.VolumeOrigin;
import io.ebsnap.format.ChangeSetHeader;
import io.ebsnap.identity.DomainId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what new snapshots of volumes are compared with, and holds it. */
final class EpochBases {

    private final VolumeParts parts;

    EpochBases(VolumeParts parts) {
        this.parts = parts;
    }

    /**
     * What a new snapshot of a volume is compared with.
     *
     * @param changes what is known of the changes, up to the instant
     * @param domain of the new snapshot
     */
    EpochBase find(ManagedVolumeRecord volume, ChangeSet changes, DomainId domain) {
        List<MapsInUse.Hold> holds = new ArrayList<>();
        VolumeOrigin origin = volume.origin();
        if (origin != null && origin.hydration() == null) {
            holds.add(parts.mapsInUse().hold(BlockMap.of(origin)));
        }
        Optional<SnapshotRecord> parent = parentOf(volume, changes.since(), domain, holds);
        String doubt = doubt(volume, changes, parent);
        if (doubt.isEmpty()) {
            return new EpochBase(EpochBase.Kind.EXACT, parent.orElseThrow(), "", holds);
        }
        Optional<SnapshotRecord> behind = origin == null || origin.hydration() != null
                ? Optional.empty()
                : parentOf(volume, ChangeSetHeader.ORIGIN, domain, holds)
                        .filter(found -> found.origin().sizeBytes() == volume.sizeBytes());
        return behind.map(found -> new EpochBase(EpochBase.Kind.ABSENT, found, doubt, holds))
                .orElseGet(() -> new EpochBase(EpochBase.Kind.NONE, null, doubt, holds));
    }

    /** Held first, and only then made sure to exist. */
    private Optional<SnapshotRecord> parentOf(
            ManagedVolumeRecord volume, String since, DomainId domain, List<MapsInUse.Hold> holds) {
        VolumeOrigin origin = volume.origin();
        @Nullable String id = since;
        if (since.equals(ChangeSetHeader.ORIGIN)) {
            id = origin == null ? ChangeSetHeader.UNKNOWN : origin.snapshotId();
        }
        Optional<SnapshotRecord> found = completed(id, domain);
        found.ifPresent(snapshot -> holds.add(parts.mapsInUse().hold(BlockMap.of(snapshot))));
        return found.flatMap(snapshot -> completed(snapshot.snapshotId(), domain));
    }

    private Optional<SnapshotRecord> completed(String id, DomainId domain) {
        return parts.catalog()
                .find(CatalogKind.SNAPSHOT, id)
                .filter(snapshot -> snapshot.state() == SnapshotState.COMPLETED)
                .filter(snapshot -> snapshot.origin().domainId().equals(domain.hex()));
    }

    private static String doubt(ManagedVolumeRecord volume, ChangeSet changes, Optional<SnapshotRecord> parent) {
        String lost = changes.lost();
        if (lost != null) {
            return lost;
        }
        if (changes.since().equals(ChangeSetHeader.DIRECT)) {
            return "the kernel wrote to the target itself, at native speed";
        }
        if (changes.since().equals(ChangeSetHeader.UNKNOWN)) {
            return "the machine stopped, or the target was touched, while changes were noted in memory only";
        }
        if (volume.sizeBytes() > BlockSet.BLOCKS_MAX * Units.BLOCK) {
            return "changes of volumes of more than 64 TiB are not noted";
        }
        if (parent.isEmpty()) {
            return changes.since().equals(ChangeSetHeader.ORIGIN)
                    ? "it is the first snapshot of the volume under its key"
                    : changes.since() + ", since which changes are known, was deleted or has another key";
        }
        return parent.get().origin().sizeBytes() == volume.sizeBytes()
                ? ""
                : "the volume has had " + parent.get().origin().sizeBytes() + " bytes";
    }
}

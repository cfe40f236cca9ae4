package io.ebsnap.snapshot;

import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.VolumeOrigin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshot each one comes after, of those that are still there, as far as records tell. A parent is always of an earlier instant, so
 * that there are no circles, whatever volumes were rolled back to.
 */
final class Lineage {

    private final Map<String, SnapshotRecord> snapshots = new HashMap<>();
    private final Map<String, TreeSet<SnapshotRecord>> completedOfVolume = new HashMap<>();
    private final Map<String, VolumeOrigin> origins = new HashMap<>();

    Lineage(List<SnapshotRecord> snapshots, List<ManagedVolumeRecord> volumes) {
        for (SnapshotRecord snapshot : snapshots) {
            this.snapshots.put(snapshot.snapshotId(), snapshot);
            // Those that clients wrote belong to no volume.
            if (snapshot.state() == SnapshotState.COMPLETED
                    && !snapshot.origin().direct()) {
                completedOfVolume
                        .computeIfAbsent(snapshot.volumeId(), any -> new TreeSet<>(SnapshotRecord.BY_START))
                        .add(snapshot);
            }
        }
        for (ManagedVolumeRecord volume : volumes) {
            VolumeOrigin origin = volume.origin();
            if (origin != null) {
                origins.put(volume.volumeId(), origin);
            }
        }
    }

    /** The parents by the ids of their children; whoever has none is left out. */
    Map<String, String> parents() {
        Map<String, String> parents = new HashMap<>();
        snapshots
                .values()
                .forEach(snapshot -> parentOf(snapshot)
                        .ifPresent(parent -> parents.put(snapshot.snapshotId(), parent.snapshotId())));
        return parents;
    }

    private Optional<SnapshotRecord> parentOf(SnapshotRecord child) {
        return compared(child).or(() -> before(child)).or(() -> origin(child));
    }

    /** The one that it was compared with. */
    private Optional<SnapshotRecord> compared(SnapshotRecord child) {
        return earlier(child.origin().parentSnapshotId(), child);
    }

    /** That is deleted, or it was the first under its key: the one before it of the same volume. */
    private Optional<SnapshotRecord> before(SnapshotRecord child) {
        TreeSet<SnapshotRecord> siblings = completedOfVolume.get(child.volumeId());
        return siblings == null || child.origin().direct()
                ? Optional.empty()
                : Optional.ofNullable(siblings.lower(child));
    }

    /** The one that its volume was made of. */
    private Optional<SnapshotRecord> origin(SnapshotRecord child) {
        VolumeOrigin origin = origins.get(child.volumeId());
        return origin == null ? Optional.empty() : earlier(origin.snapshotId(), child);
    }

    private Optional<SnapshotRecord> earlier(@Nullable String id, SnapshotRecord child) {
        return Optional.ofNullable(id == null ? null : snapshots.get(id))
                .filter(parent -> SnapshotRecord.BY_START.compare(parent, child) < 0);
    }
}

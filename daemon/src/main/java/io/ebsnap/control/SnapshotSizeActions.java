package io.ebsnap.control;

import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotSize;
import io.ebsnap.api.SnapshotSizeList;
import io.ebsnap.api.SnapshotTreeEntry;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.SnapshotService;
import io.ebsnap.snapshot.SnapshotSizes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What snapshots take, and where they come from. */
final class SnapshotSizeActions {

    private final SnapshotService snapshots;

    SnapshotSizeActions(SnapshotService snapshots) {
        this.snapshots = snapshots;
    }

    SnapshotSizeList of(List<String> ids) {
        if (ids.isEmpty()) {
            throw new Failure.Invalid("the sizes of no snapshot are asked for", "name one or more snapshots");
        }
        List<SnapshotId> distinct =
                ids.stream().distinct().map(Shapes::snapshotId).toList();
        List<SnapshotSize> sizes = distinct.stream()
                .map(id -> size(id.value(), snapshots.sizes(List.of(id))))
                .toList();
        SnapshotSizes together = snapshots.sizes(distinct);
        return new SnapshotSizeList(sizes, together.freedOnDeleteBytes(), together.freedOnDeleteStoredBytes());
    }

    /** Where snapshots come from, and what they take; in their order. */
    List<SnapshotTreeEntry> tree(List<Snapshot> shown) {
        Map<String, String> parents = snapshots.parents();
        Map<String, SnapshotSizes> sizes = snapshots.sizesOfAll();
        return shown.stream()
                .map(snapshot -> entry(
                        snapshot, parents.get(snapshot.snapshotId()), size(sizes.get(snapshot.snapshotId()), snapshot)))
                .toList();
    }

    private static SnapshotTreeEntry entry(Snapshot snapshot, @Nullable String parent, @Nullable SnapshotSize size) {
        boolean completed = snapshot.fullSnapshotSizeInBytes() != null;
        return new SnapshotTreeEntry(
                snapshot.snapshotId(),
                parent,
                snapshot.volumeId(),
                snapshot.state(),
                snapshot.startTime(),
                snapshot.description(),
                completed && snapshot.transfer() != null ? snapshot.transfer().bytesChanged() : null,
                size);
    }

    private static @Nullable SnapshotSize size(@Nullable SnapshotSizes sizes, Snapshot snapshot) {
        return sizes == null ? null : size(snapshot.snapshotId(), sizes);
    }

    private static SnapshotSize size(String id, SnapshotSizes sizes) {
        return new SnapshotSize(
                id,
                sizes.fullBytes(),
                sizes.distinctStoredBytes(),
                sizes.uniqueBytes(),
                sizes.uniqueStoredBytes(),
                sizes.sharedBytes(),
                sizes.sharedStoredBytes(),
                sizes.relativeError());
    }
}

package io.ebsnap.cli;

import io.ebsnap.api.SnapshotTreeEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots drawn as trees. The snapshots of a volume stand straight below each other, however many there are; only where something
 * branches off is it moved in:
 *
 * <pre>
 * snap-1
 * snap-2
 * |- snap-5   (of a volume that was made of snap-2)
 * |  snap-6
 * snap-3
 * </pre>
 */
final class SnapshotForest {

    private final List<SnapshotTreeEntry> snapshots;
    private final Map<String, List<SnapshotTreeEntry>> children = new HashMap<>();
    private final List<Line> lines = new ArrayList<>();

    /** @param snapshots by start time; a parent that is not among them counts as none */
    SnapshotForest(List<SnapshotTreeEntry> snapshots) {
        this.snapshots = snapshots;
    }

    /** A line for each. */
    List<Line> lines() {
        Set<String> known =
                snapshots.stream().map(SnapshotTreeEntry::snapshotId).collect(Collectors.toSet());
        List<SnapshotTreeEntry> roots = new ArrayList<>();
        for (SnapshotTreeEntry snapshot : snapshots) {
            String parent = snapshot.parentSnapshotId();
            if (parent == null || !known.contains(parent)) {
                roots.add(snapshot);
            } else {
                children.computeIfAbsent(parent, any -> new ArrayList<>()).add(snapshot);
            }
        }
        roots.forEach(root -> draw(root, "", ""));
        return lines;
    }

    /** One after the other, as long as they are of one volume. */
    private void draw(SnapshotTreeEntry first, String firstPrefix, String prefix) {
        @Nullable SnapshotTreeEntry snapshot = first;
        while (snapshot != null) {
            lines.add(new Line(snapshot.equals(first) ? firstPrefix : prefix, snapshot));
            List<SnapshotTreeEntry> after = children.getOrDefault(snapshot.snapshotId(), List.of());
            @Nullable SnapshotTreeEntry next = next(snapshot, after);
            drawBranches(after.stream().filter(child -> !child.equals(next)).toList(), prefix, next == null);
            snapshot = next;
        }
    }

    private void drawBranches(List<SnapshotTreeEntry> branches, String prefix, boolean nothingFollows) {
        for (int i = 0; i < branches.size(); i++) {
            boolean last = nothingFollows && i == branches.size() - 1;
            draw(branches.get(i), prefix + (last ? "`- " : "|- "), prefix + (last ? "   " : "|  "));
        }
    }

    /** The latest of the same volume. */
    private static @Nullable SnapshotTreeEntry next(SnapshotTreeEntry snapshot, List<SnapshotTreeEntry> after) {
        return after.stream()
                .filter(child -> child.volumeId().equals(snapshot.volumeId()))
                .reduce((one, later) -> later)
                .orElse(null);
    }

    /** @param prefix what stands before its id */
    record Line(String prefix, SnapshotTreeEntry snapshot) {}
}

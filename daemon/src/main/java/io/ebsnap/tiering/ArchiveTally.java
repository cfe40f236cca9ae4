package io.ebsnap.tiering;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tiering;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.failure.Failure;
import io.ebsnap.store.ArchivePlace;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Sums for the status of the archive. Used by one thread. */
final class ArchiveTally {

    private final List<SnapshotRecord> moved;
    private long packs;
    private long packBytes;

    ArchiveTally(List<SnapshotRecord> snapshots) {
        this.moved = snapshots.stream()
                .filter(snapshot -> snapshot.tiering() != null)
                .toList();
    }

    void add(PackSummary pack) {
        packs++;
        packBytes += pack.lengthBytes();
    }

    ArchiveStatus status(ArchivePlace place, Optional<String> archiveId, TieringSettings settings) {
        List<SnapshotRecord> archived =
                moved.stream().filter(SnapshotRecord::inArchive).toList();
        String trouble = archiveId.isPresent() ? trouble(place) : "";
        return new ArchiveStatus(
                place.directory(),
                archiveId,
                archiveId.isEmpty()
                        ? ArchiveStatus.State.UNMADE
                        : trouble.isEmpty() ? ArchiveStatus.State.AVAILABLE : ArchiveStatus.State.UNAVAILABLE,
                trouble,
                packs,
                packBytes,
                archiveId.isPresent() && trouble.isEmpty() ? place.freeBytes() : 0,
                archived.size(),
                archived.stream().filter(SnapshotRecord::needsStandardTier).count(),
                moved.stream()
                        .filter(snapshot -> Snapshots.underWay(snapshot).isPresent())
                        .count(),
                archived.stream()
                        .mapToLong(snapshot -> moves(snapshot).bytesBefore())
                        .sum(),
                archived.stream()
                        .mapToLong(snapshot -> moves(snapshot).bytesAfter())
                        .sum(),
                settings.minimum(),
                settings.level());
    }

    private static Tiering moves(SnapshotRecord snapshot) {
        return Objects.requireNonNull(snapshot.tiering(), snapshot.snapshotId());
    }

    private static String trouble(ArchivePlace place) {
        try {
            place.requireThere();
            return "";
        } catch (Failure e) {
            return String.valueOf(e.getMessage());
        }
    }
}

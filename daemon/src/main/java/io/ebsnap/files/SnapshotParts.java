package io.ebsnap.files;

import io.ebsnap.failure.Failure;
import io.ebsnap.partition.DiskBytes;
import io.ebsnap.partition.Partition;
import io.ebsnap.partition.PartitionTable;
import io.ebsnap.volume.DataPlane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what is in a snapshot, reading no more than marks and tables. */
final class SnapshotParts {

    private final DataPlane whole;
    private final VolumeGroups groups = new VolumeGroups();
    private final List<SnapshotPart> parts = new ArrayList<>();

    private SnapshotParts(DataPlane whole) {
        this.whole = whole;
    }

    /** The whole if it holds something itself or nothing is in it, then partitions, then logical volumes. */
    static List<SnapshotPart> of(DataPlane whole) {
        SnapshotParts found = new SnapshotParts(whole);
        found.find();
        return List.copyOf(found.parts);
    }

    private void find() {
        Partition disk = new Partition(0, SnapshotPart.DISK, 0, whole.sizeBytes());
        List<Partition> partitions = whole.sizeBytes() == 0 ? List.of() : PartitionTable.of(bytes(whole));
        SnapshotPart itself = part(SnapshotPart.DISK, disk);
        if (partitions.isEmpty() || itself.fileSystem().isPresent()) {
            parts.add(itself);
        }
        for (Partition partition : partitions) {
            parts.add(part(String.valueOf(partition.number()), partition));
        }
        groups.volumes().forEach(volume -> parts.add(part(volume)));
    }

    private SnapshotPart part(String name, Partition place) {
        List<Stretch> stretches = place.length() == 0 ? List.of() : List.of(Stretch.of(place.offset(), place.length()));
        DiskBytes bytes = bytes(stretches);
        Optional<FileSystem> holds = FileSystemMarks.find(bytes);
        String problem = "";
        try {
            groups.add(place, bytes);
        } catch (Failure.Corrupt e) {
            problem = String.valueOf(e.getMessage());
        }
        return new SnapshotPart(name, place.type(), place.length(), holds, stretches, problem);
    }

    private SnapshotPart part(LogicalVolume volume) {
        String problem = volume.problem();
        try {
            if (problem.isEmpty()
                    && volume.stretches().stream().anyMatch(stretch -> stretch.end() > whole.sizeBytes())) {
                problem = "it reaches beyond the end of the snapshot";
            }
        } catch (ArithmeticException e) {
            problem = "it reaches beyond the end of the snapshot";
        }
        List<Stretch> stretches = problem.isEmpty() ? volume.stretches() : List.of();
        DiskBytes bytes = bytes(stretches);
        return new SnapshotPart(
                volume.name(), "logical volume", bytes.length(), FileSystemMarks.find(bytes), stretches, problem);
    }

    private DiskBytes bytes(List<Stretch> stretches) {
        return bytes(new PartPlane(whole, stretches));
    }

    /** What a plane holds, to be looked into. */
    static DiskBytes bytes(DataPlane plane) {
        return new DiskBytes(plane::read, 0, plane.sizeBytes());
    }

    /**
     * The part to be mounted.
     *
     * @param name of it; empty for the only one that can be
     * @throws Failure.NotFound if there is none of that name
     * @throws Failure.Invalid if it cannot be mounted, or nothing can be
     * @throws Failure.Conflict if nothing was named and several can be
     */
    static SnapshotPart choose(String snapshot, List<SnapshotPart> parts, String name) {
        List<SnapshotPart> mountable =
                parts.stream().filter(SnapshotPart::isMountable).toList();
        String there = parts.stream().map(SnapshotParts::describe).collect(Collectors.joining(", "));
        if (!name.isEmpty()) {
            SnapshotPart named = parts.stream()
                    .filter(part -> part.name().equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            new Failure.NotFound(snapshot + " has no part '" + name + "'; it has " + there, null));
            if (!named.isMountable()) {
                throw new Failure.Invalid(name + " of " + snapshot + " cannot be mounted: " + describe(named));
            }
            return named;
        }
        if (mountable.isEmpty()) {
            throw new Failure.Invalid(
                    "there is no file system in " + snapshot + " that can be mounted: it has " + there);
        }
        if (mountable.size() > 1) {
            throw new Failure.Conflict(
                    "there are several file systems in " + snapshot + ": "
                            + mountable.stream().map(SnapshotParts::describe).collect(Collectors.joining(", ")),
                    "choose one with --partition or --logical-volume; snapshot mount can have --all");
        }
        return mountable.getFirst();
    }

    private static String describe(SnapshotPart part) {
        String holds = part.fileSystem().map(FileSystem::type).orElse("nothing that is known");
        return part.name() + " (" + (part.problem().isEmpty() ? holds : part.problem()) + ")";
    }
}

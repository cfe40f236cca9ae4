package io.ebsnap.pipeline;

import io.ebsnap.catalog.ImageDevice;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.files.FileSystem;
import io.ebsnap.files.SnapshotPart;
import io.ebsnap.files.Stretch;
import io.ebsnap.identity.SnapshotId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is to be mounted of the clones of an image: all file systems on them that lie in one piece. Those of the root device come first.
 *
 * @param rows one for each
 * @param left what is not mounted, and why
 */
record MountTable(List<Row> rows, List<String> left) {

    /** Which may have a root file system of Linux. */
    private static final Set<String> ROOTS = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs");

    MountTable {
        rows = List.copyOf(rows);
        left = List.copyOf(left);
    }

    /**
     * A file system.
     *
     * @param name {@code sda-1}; {@code sda} for the whole device
     * @param node block device of the clone
     * @param offset where it begins there, bytes
     * @param length of it, bytes; 0 for the whole device
     * @param holds what it is
     * @param volume {@code vg/lv} if it is a logical volume; else empty
     * @param onRoot whether it lies on the root device
     */
    record Row(String name, String node, long offset, long length, FileSystem holds, String volume, boolean onRoot) {

        private boolean mayBeRoot() {
            return onRoot && ROOTS.contains(holds.type());
        }

        /** As the script takes them. */
        private Stream<String> words() {
            return Stream.of(
                    name,
                    node,
                    String.valueOf(offset),
                    length == 0 ? "" : String.valueOf(length),
                    holds.mountType(),
                    String.join(",", holds.writableOptions()),
                    holds.uuid().isEmpty() ? "" : "UUID=" + holds.uuid(),
                    holds.label().isEmpty() ? "" : "LABEL=" + holds.label(),
                    volume.isEmpty() ? "" : "/dev/" + volume,
                    volume.isEmpty() ? "" : mapper(volume));
        }

        /** As device-mapper names it: hyphens within a name are doubled. */
        private static String mapper(String volume) {
            return "/dev/mapper/" + volume.replace("-", "--").replace('/', '-');
        }
    }

    /**
     * Looks at what an image has.
     *
     * @param nodes the clone of each of its devices, by the device's name
     * @param parts what is in a snapshot
     */
    static MountTable of(ImageRecord image, Map<String, String> nodes, Function<SnapshotId, List<SnapshotPart>> parts) {
        List<Row> rows = new ArrayList<>();
        List<String> left = new ArrayList<>();
        String root = image.machine().rootDeviceName();
        Comparator<ImageDevice> rootFirst =
                Comparator.comparing(device -> !device.deviceName().equals(root));
        image.blockDeviceMappings().stream().sorted(rootFirst).forEach(device -> {
            String node = nodes.get(device.deviceName());
            if (device.snapshotId() != null && node != null) {
                for (SnapshotPart part : parts.apply(new SnapshotId(device.snapshotId()))) {
                    add(
                            part,
                            device.deviceName(),
                            node,
                            new Lists(rows, left, device.deviceName().equals(root)));
                }
            }
        });
        return new MountTable(rows, left);
    }

    private record Lists(List<Row> rows, List<String> left, boolean onRoot) {}

    private static void add(SnapshotPart part, String device, String node, Lists lists) {
        String shortDevice = device.substring(device.lastIndexOf('/') + 1);
        boolean whole = part.name().equals(SnapshotPart.DISK);
        String name = whole ? shortDevice : shortDevice + "-" + part.name().replace('/', '-');
        FileSystem holds = part.fileSystem().filter(FileSystem::canBeMounted).orElse(null);
        if (holds == null) {
            return;
        }
        if (!part.problem().isEmpty()) {
            lists.left().add(name + ": " + part.problem());
            return;
        }
        Stretch first = part.stretches().getFirst();
        if (part.stretches().size() > 1 || first.origins().size() > 1) {
            lists.left().add(name + ": it lies in several pieces");
            return;
        }
        lists.rows()
                .add(new Row(
                        name,
                        node,
                        first.origins().getFirst(),
                        whole ? 0 : first.length(),
                        holds,
                        part.name().contains("/") ? part.name() : "",
                        lists.onRoot()));
    }

    /**
     * The name of the part with the root file system; empty if that is to be found by what is in it.
     *
     * @param wanted that is named; empty for none
     * @throws Failure.Invalid if it is none that is mounted, or there is none that could be it
     */
    String root(String wanted) {
        List<String> names = rows.stream()
                .filter(row -> wanted.isEmpty() ? row.mayBeRoot() : row.name().equals(wanted))
                .map(Row::name)
                .toList();
        if (names.isEmpty()) {
            throw new Failure.Invalid(
                    "there is no root file system" + (wanted.isEmpty() ? "" : " '" + wanted + "'") + ": mounted are "
                            + rows.stream().map(Row::name).toList() + (left.isEmpty() ? "" : ", and not " + left),
                    "name one by root, or let nothing be mounted: mount = false; see ebsnap-image-pipeline(5)");
        }
        return names.size() == 1 ? names.getFirst() : "";
    }

    /**
     * The kernel knows btrfs by its UUID: told to mount a second one, it shows the first, or mixes them.
     *
     * @param mounted where the kernel shows which are mounted
     * @throws Failure.Conflict if one is mounted already
     */
    void requireAlone(Path mounted) {
        for (Row row : rows) {
            String uuid = row.holds().uuid();
            if (row.holds().type().equals("btrfs") && Files.exists(mounted.resolve(uuid))) {
                throw new Failure.Conflict(
                        "a btrfs with the UUID " + uuid + " is mounted, and the kernel cannot mount " + row.name()
                                + " beside it",
                        "unmount the other one first");
            }
        }
    }

    /** All rows as the script takes them, those first that may be the root. */
    List<String> words() {
        return rows.stream()
                .sorted(Comparator.comparing(row -> !row.mayBeRoot()))
                .flatMap(Row::words)
                .toList();
    }
}

package io.ebsnap.store.replicated;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Tells in which file system a directory is, or would be: by the kernel's table of mounts, the same before and after a restart of the
 * machine. Two that are told apart may be the same; two that are the same are never told apart wrongly as one.
 *
 * <p>An identity is the type of the file system, its UUID (or where none is known what it was mounted from), and its mount point: so a
 * directory below a mount point is somewhere else as long as nothing is mounted there.
 */
public final class FileSystemIdentities {

    private static final int MOUNT_POINT = 4;
    private static final int FIELDS_MIN = 5;

    private final Path mounts;
    private final Path uuids;

    /**
     * @param mounts the table, {@code /proc/self/mountinfo}
     * @param uuids directory of links from UUIDs to devices, {@code /dev/disk/by-uuid}; need not be there
     */
    public FileSystemIdentities(Path mounts, Path uuids) {
        this.mounts = mounts;
        this.uuids = uuids;
    }

    /**
     * The identity of the file system that a directory is in, or would be if it were made.
     *
     * @throws IOException if the table cannot be read, or the way to the directory
     */
    String of(Path directory) throws IOException {
        Path existing =
                ZoneInspection.existing(directory.toAbsolutePath().normalize()).toRealPath();
        Optional<Mount> over = Optional.empty();
        for (String line : Files.readAllLines(mounts)) {
            Optional<Mount> mount = Mount.parse(line);
            // Of two with the same mount point the later one hides the earlier one.
            if (mount.isPresent()
                    && existing.startsWith(mount.get().point())
                    && over.stream().allMatch(best -> mount.get().point().startsWith(best.point()))) {
                over = mount;
            }
        }
        Mount mount = over.orElseThrow(() -> new IOException("no mount of " + existing + " in " + mounts));
        return mount.type() + " " + uuid(mount).orElse(mount.source()) + mount.part() + " at " + mount.point();
    }

    private Optional<String> uuid(Mount mount) throws IOException {
        if (!Files.isDirectory(uuids) || !mount.source().startsWith("/")) {
            return Optional.empty();
        }
        Path device = Path.of(mount.source());
        if (!Files.exists(device)) {
            return Optional.empty();
        }
        Path real = device.toRealPath();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(uuids)) {
            for (Path link : links) {
                if (Files.exists(link) && link.toRealPath().equals(real)) {
                    return Optional.of("UUID=" + link.getFileName());
                }
            }
        }
        return Optional.empty();
    }

    /**
     * A line of the table.
     *
     * @param point where it is mounted
     * @param part of the file system that is mounted; empty if that is all of it
     * @param type such as {@code ext4}
     * @param source what was mounted, a device mostly
     */
    private record Mount(Path point, String part, String type, String source) {

        static Optional<Mount> parse(String line) {
            String[] halves = line.split(" - ", 2);
            List<String> left = List.of(halves[0].split(" ", -1));
            if (halves.length < 2 || left.size() < FIELDS_MIN) {
                return Optional.empty();
            }
            String[] right = halves[1].split(" ", -1);
            String root = left.get(MOUNT_POINT - 1);
            return Optional.of(new Mount(
                    Path.of(plain(left.get(MOUNT_POINT))),
                    root.equals("/") ? "" : " part " + plain(root),
                    right[0],
                    right.length > 1 ? plain(right[1]) : ""));
        }

        /** Blanks, tabs, line ends and backslashes stand there in octal. */
        private static String plain(String field) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < field.length(); i++) {
                if (field.charAt(i) == '\\' && i + 3 < field.length()) {
                    text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                    i += 3;
                } else {
                    text.append(field.charAt(i));
                }
            }
            return text.toString();
        }
    }
}

package io.ebsnap.account;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The block devices that an account may have read and written: those that the configuration lists for it. Whoever asks names one by any path below
 * {@code /dev}; what is used is the entry that was listed. Only directories count in which nobody but root can make a name mean something else. Safe
 * for use by several threads.
 */
public final class ListedDevices {

    private static final Path DEV = Path.of("/dev");
    private static final int TYPE_MASK = 0170000;
    private static final int BLOCK_DEVICE = 0060000;

    private final String accountId;
    private final Path root;
    private final List<Path> patterns;
    private final Predicate<Path> isDevice;

    /**
     * Devices of an account.
     *
     * @param patterns absolute paths below {@code /dev}; the last name may have {@code *}, {@code ?} and {@code []}
     */
    public ListedDevices(String accountId, List<Path> patterns) {
        this(accountId, DEV, patterns, ListedDevices::isBlockDevice);
    }

    ListedDevices(String accountId, Path root, List<Path> patterns, Predicate<Path> isDevice) {
        this.accountId = accountId;
        this.root = root;
        this.patterns = List.copyOf(patterns);
        this.isDevice = isDevice;
    }

    /**
     * The device that is meant, by the path under which it is listed.
     *
     * @throws Failure.Denied if it is not listed, whether there is one or not
     */
    String require(String device) {
        return find(device)
                .map(Path::toString)
                .orElseThrow(() -> new Failure.Denied(
                        "account " + accountId + " may not use '" + device + "'",
                        "it may use the devices that the administrator has listed for it: ebsnapd.conf(5)"));
    }

    /** The same; empty if it is not listed. */
    Optional<Path> find(String device) {
        if (!device.startsWith("/") || device.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        Optional<Path> meant = deviceAt(Path.of(device));
        return meant.flatMap(real -> patterns.stream()
                .flatMap(pattern -> entries(pattern).stream())
                .filter(entry -> deviceAt(entry).equals(meant))
                .findFirst());
    }

    /** The node behind a path; empty unless it is a block device, reached by directories of root. */
    private Optional<Path> deviceAt(Path path) {
        try {
            if (!isSafelyNamed(path)) {
                return Optional.empty();
            }
            Path real = path.toRealPath();
            return isSafelyNamed(real) && isDevice.test(real) ? Optional.of(real) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Links within such directories are root's too. */
    private boolean isSafelyNamed(Path path) throws IOException {
        Path directory = path.getParent();
        if (!path.startsWith(root) || !path.equals(path.normalize()) || directory == null) {
            return false;
        }
        for (Path at = directory; at != null && at.startsWith(root); at = at.getParent()) {
            if (!belongsToRoot(at)) {
                return false;
            }
        }
        return true;
    }

    private static boolean belongsToRoot(Path directory) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean othersWrite = attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                || attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
        Object owner = Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return attributes.isDirectory() && !othersWrite && owner.equals(0);
    }

    private static List<Path> entries(Path pattern) {
        Path directory = pattern.getParent();
        Path name = pattern.getFileName();
        if (directory == null || name == null) {
            return List.of();
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, name.toString())) {
            List<Path> entries = new java.util.ArrayList<>();
            found.forEach(entries::add);
            return entries.stream().sorted().toList();
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return List.of();
        }
    }

    private static boolean isBlockDevice(Path node) {
        try {
            Object mode = Files.getAttribute(node, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return mode instanceof Integer bits && (bits & TYPE_MASK) == BLOCK_DEVICE;
        } catch (IOException e) {
            return false;
        }
    }
}

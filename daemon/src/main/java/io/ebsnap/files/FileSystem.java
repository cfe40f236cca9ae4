package io.ebsnap.files;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a part of a snapshot holds, by the marks that it bears.
 *
 * @param type as blkid(8) calls it: {@code ext4}, {@code xfs}, {@code LVM2_member}, {@code swap}
 * @param label empty if it has none
 * @param uuid empty if it has none
 */
public record FileSystem(String type, String label, String uuid) {

    /** How the kernel calls those that can be mounted, and the options that each needs besides. */
    private static final Map<String, Driver> DRIVERS = Map.ofEntries(
            // A file system may say of itself that the machine is to panic on errors: never at our hands.
            Map.entry("ext2", new Driver("ext2", List.of("errors=remount-ro"))),
            Map.entry("ext3", new Driver("ext3", List.of("errors=remount-ro"))),
            Map.entry("ext4", new Driver("ext4", List.of("errors=remount-ro"))),
            // The origin, or another snapshot of it, may be mounted too.
            Map.entry("xfs", new Driver("xfs", List.of("nouuid"))),
            Map.entry("btrfs", new Driver("btrfs", List.of())),
            Map.entry("vfat", new Driver("vfat", List.of())),
            Map.entry("exfat", new Driver("exfat", List.of())),
            Map.entry("ntfs", new Driver("ntfs3", List.of())),
            Map.entry("squashfs", new Driver("squashfs", List.of())),
            Map.entry("iso9660", new Driver("iso9660", List.of())));

    /** Nothing on it is to gain rights, be a device or be run. */
    private static final List<String> OPTIONS = List.of("ro", "nosuid", "nodev", "noexec");

    private record Driver(String name, List<String> options) {}

    /** Whether it has files that can be mounted. */
    public boolean canBeMounted() {
        return DRIVERS.containsKey(type);
    }

    /** What mount(8) is to be told as its type. */
    public String mountType() {
        Driver driver = DRIVERS.get(type);
        return driver == null ? type : driver.name();
    }

    /** What mount(8) is to be told as its options. */
    public List<String> mountOptions() {
        return Stream.concat(OPTIONS.stream(), own().stream()).toList();
    }

    /** The same where its files are to be changed, and its programs run. */
    public List<String> writableOptions() {
        return Stream.concat(Stream.of("defaults"), own().stream()).toList();
    }

    private List<String> own() {
        Driver driver = DRIVERS.get(type);
        return driver == null ? List.of() : driver.options();
    }
}

package io.ebsnap.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Says what a block device is, what lies on it and who uses it, from what the kernel shows in {@code /sys} and
 * {@code /proc}. Every answer is of the moment: opening a device exclusively is the only way to be sure that nobody uses it.
 */
public interface DeviceInventory {

    /**
     * The device behind a path.
     *
     * @param path any name of a block device, {@code /dev/vg/lv} and {@code /dev/disk/by-id/...} as well
     * @throws LinuxException ENOENT; ENOTBLK if it is not a block device
     */
    DeviceDescription describe(Path path) throws IOException;

    /** The device with a number; empty if there is none. */
    Optional<DeviceDescription> describe(DeviceNumber number) throws IOException;

    /** The device that device mapper knows by this name ({@code vg-lv}); empty if there is none. */
    Optional<DeviceDescription> describeMapped(String mapperName) throws IOException;

    /**
     * Who uses a device or one of its partitions: other devices built on it, mounts in this process's mount namespace, swap
     * areas, loop devices whose backing file it is. Empty means that nobody could be found.
     */
    List<DeviceUse> uses(DeviceNumber number) throws IOException;

    /** The device that the kernel calls by this name ({@code sda1}); empty if there is none. Not every {@code /dev} has all nodes. */
    Optional<DeviceDescription> describeNamed(String kernelName) throws IOException;

    /** What a device of the kernel's NBD driver was called by who connected it; empty if it is none, or nobody gave a name. */
    Optional<String> nbdBackend(DeviceDescription device) throws IOException;

    /** Everything mounted in this process's mount namespace, in the kernel's order. */
    List<Mount> mounts() throws IOException;

    /** The mount that a file lies in: of several over each other, the one on top. */
    Mount mountOf(Path file) throws IOException;
}

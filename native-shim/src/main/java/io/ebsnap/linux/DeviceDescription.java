package io.ebsnap.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a block device is.
 *
 * @param number the kernel's number; another device may get it after this one is gone
 * @param kernelName {@code sda1}, {@code dm-3}, {@code loop0}
 * @param node its device node: {@code /dev/} and the kernel's name
 * @param sizeBytes a multiple of 512
 * @param logicalSectorBytes 512 to 65536
 * @param physicalSectorBytes 512 or more
 * @param readOnly whether the kernel refuses writes
 * @param disk of a partition, the kernel name of its disk
 * @param partitions kernel names of its partitions
 * @param holders kernel names of devices built on it
 * @param parts kernel names of devices that it is built on
 * @param identity names that stay with the medium
 * @param mapped if device mapper made it
 * @param loopBackingFile if it is an attached loop device: the file, as the kernel shows it
 */
public record DeviceDescription(
        DeviceNumber number,
        String kernelName,
        Path node,
        long sizeBytes,
        int logicalSectorBytes,
        int physicalSectorBytes,
        boolean readOnly,
        Optional<String> disk,
        List<String> partitions,
        List<String> holders,
        List<String> parts,
        DeviceIdentity identity,
        Optional<MappedName> mapped,
        Optional<Path> loopBackingFile) {

    /** Copies the lists. */
    public DeviceDescription {
        partitions = List.copyOf(partitions);
        holders = List.copyOf(holders);
        parts = List.copyOf(parts);
    }
}

package io.ebsnap.linux.sysfs;

import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.MappedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a block device's directory in sysfs. */
final class DescriptionReader {

    /** What sysfs counts sizes in, whatever the device's own sectors are. */
    private static final int SIZE_UNIT_BYTES = 512;

    private final LoopDirectory loops;

    DescriptionReader(LoopDirectory loops) {
        this.loops = loops;
    }

    /**
     * Reads one.
     *
     * @param directory without symbolic links, so that a partition's parent is its disk
     * @return empty if the device has gone meanwhile
     */
    Optional<DeviceDescription> read(Path directory) throws IOException {
        Optional<String> number = Attributes.text(directory.resolve("dev"));
        if (number.isEmpty()) {
            return Optional.empty();
        }
        String name = directory.getFileName().toString();
        boolean partition = isPartition(directory);
        Path disk = partition ? directory.resolve("..").normalize() : directory;
        Path node = Path.of("/dev", name.replace('!', '/'));
        return Optional.of(new DeviceDescription(
                DeviceNumber.parse(number.get()),
                name,
                node,
                Math.multiplyExact(Attributes.number(directory.resolve("size"), 0), SIZE_UNIT_BYTES),
                (int) Attributes.number(disk.resolve("queue/logical_block_size"), SIZE_UNIT_BYTES),
                (int) Attributes.number(disk.resolve("queue/physical_block_size"), SIZE_UNIT_BYTES),
                Attributes.number(directory.resolve("ro"), 0) != 0,
                partition ? Optional.of(disk.getFileName().toString()) : Optional.empty(),
                partitions(directory),
                Attributes.names(directory.resolve("holders")),
                Attributes.names(directory.resolve("slaves")),
                IdentityReader.read(disk),
                mapped(directory),
                loops.backingFile(node).map(LoopDirectory.BackingFile::path)));
    }

    static boolean isPartition(Path directory) {
        return Files.exists(directory.resolve("partition"));
    }

    static List<String> partitions(Path directory) throws IOException {
        List<String> found = new ArrayList<>();
        for (String name : Attributes.names(directory)) {
            if (isPartition(directory.resolve(name))) {
                found.add(name);
            }
        }
        return found;
    }

    private static Optional<MappedName> mapped(Path directory) throws IOException {
        Optional<String> name = Attributes.text(directory.resolve("dm/name"));
        String uuid = Attributes.text(directory.resolve("dm/uuid")).orElse("");
        return name.map(text -> new MappedName(text, uuid));
    }
}

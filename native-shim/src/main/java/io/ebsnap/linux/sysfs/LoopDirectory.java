package io.ebsnap.linux.sysfs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The loop devices that are attached, and to which files; the name that the kernel's ioctl gives is cut off. */
public final class LoopDirectory {

    private static final String PREFIX = "loop";
    private static final String DELETED = " (deleted)";

    private final Path blockDirectory;

    /**
     * A reader.
     *
     * @param blockDirectory {@code /sys/block}
     */
    LoopDirectory(Path blockDirectory) {
        this.blockDirectory = blockDirectory;
    }

    /** The loop devices of this machine. */
    public static LoopDirectory ofThisMachine() {
        return new LoopDirectory(Path.of("/sys/block"));
    }

    /**
     * A loop device's backing file.
     *
     * @param path its name when it was attached, or since it was renamed
     * @param deleted whether the name is gone
     */
    public record BackingFile(Path path, boolean deleted) {}

    /** The device node of the loop device with a number. */
    public static Path node(int number) {
        return Path.of("/dev", PREFIX + number);
    }

    /** The device nodes of all attached loop devices, by number. */
    public List<Path> attached() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (String name : Attributes.names(blockDirectory)) {
            if (name.matches(PREFIX + "\\d+") && read(name).isPresent()) {
                numbers.add(Integer.parseInt(name.substring(PREFIX.length())));
            }
        }
        numbers.sort(Comparator.naturalOrder());
        return numbers.stream().map(LoopDirectory::node).toList();
    }

    /** A loop device's backing file; empty if it is not attached. */
    public Optional<BackingFile> backingFile(Path device) throws IOException {
        Path name = device.getFileName();
        return name == null ? Optional.empty() : read(name.toString());
    }

    private Optional<BackingFile> read(String name) throws IOException {
        Path file = blockDirectory.resolve(name).resolve("loop/backing_file");
        return Attributes.line(file).map(LoopDirectory::parse);
    }

    private static BackingFile parse(String text) {
        boolean deleted = text.endsWith(DELETED);
        return new BackingFile(Path.of(deleted ? text.substring(0, text.length() - DELETED.length()) : text), deleted);
    }
}

package io.ebsnap.service;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which block devices this machine has started from: those that hold its root and boot file systems, the disks that these are partitions of, and whatever device-mapper makes them of.
 * Looked up anew whenever it is asked, in files of a few lines.
 *
 * @param mounts the kernel's list of mounts
 * @param devices the kernel's block devices by their numbers
 */
record BootDevices(Path mounts, Path devices) {

    private static final Logger LOG = LoggerFactory.getLogger(BootDevices.class);
    private static final Set<String> PLACES = Set.of("/", "/boot", "/boot/efi", "/efi");
    private static final int PLACE_FIELD = 4;
    private static final int NUMBER_FIELD = 2;
    private static final int DEPTH_MAX = 8;

    /** Those of this machine. */
    static BootDevices ofMachine() {
        return new BootDevices(Path.of("/proc/self/mountinfo"), Path.of("/sys/dev/block"));
    }

    /** Whether a device, by its path, is one of them. */
    boolean contains(String device) {
        try {
            if (!device.startsWith("/")) {
                return false;
            }
            Path name = Path.of(device).toRealPath().getFileName();
            return name != null && names().contains(name.toString());
        } catch (IOException | InvalidPathException gone) {
            return false;
        }
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>();
        try {
            for (String line : Files.readAllLines(mounts)) {
                List<String> fields = List.of(line.split(" ", -1));
                if (fields.size() > PLACE_FIELD && PLACES.contains(fields.get(PLACE_FIELD))) {
                    collect(devices.resolve(fields.get(NUMBER_FIELD)), names, DEPTH_MAX);
                }
            }
        } catch (IOException e) {
            LOG.warn("which devices this machine has started from is not to be had: {}", e.toString());
        }
        return names;
    }

    private static void collect(Path device, Set<String> names, int depth) throws IOException {
        if (depth == 0 || !Files.exists(device)) {
            return;
        }
        Path real = device.toRealPath();
        names.add(real.getFileName().toString());
        if (Files.exists(real.resolve("partition")) && real.getParent() != null) {
            names.add(real.getParent().getFileName().toString());
        }
        Path parts = real.resolve("slaves");
        if (Files.isDirectory(parts)) {
            try (DirectoryStream<Path> below = Files.newDirectoryStream(parts)) {
                for (Path part : below) {
                    collect(part, names, depth - 1);
                }
            }
        }
    }
}

package io.ebsnap.attach;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.DeviceInventory;
import io.ebsnap.linux.DeviceUse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Who uses a block device, as words for a message. It is not opened for that: see {@link LoopBinding}. Mounts are those of this
 * process's mount namespace, processes those of its PID namespace.
 */
final class DeviceHolders {

    private static final int NAMED_MAX = 5;
    private static final long PAUSE_NANOS = 50_000_000;

    private final DeviceInventory inventory;
    private final Path proc;

    /** @param proc where the process file system is mounted */
    DeviceHolders(DeviceInventory inventory, Path proc) {
        this.inventory = inventory;
        this.proc = proc;
    }

    /** Who uses a device; those that only have it open are given some time to close it. */
    List<String> of(Path device, Duration settle) {
        long pauses = Math.max(1, settle.toNanos() / PAUSE_NANOS);
        for (long pause = 0; ; pause++) {
            List<String> holders = of(device);
            if (holders.isEmpty() || pause == pauses || !uses(device).isEmpty()) {
                return holders;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private List<String> of(Path device) {
        List<String> holders = new ArrayList<>(uses(device));
        holders.addAll(openers(device));
        return holders.subList(0, Math.min(holders.size(), NAMED_MAX));
    }

    private List<String> uses(Path device) {
        try {
            return inventory.uses(inventory.describe(device).number()).stream()
                    .map(DeviceUse::text)
                    .toList();
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot tell who uses " + device + ": " + failed.getMessage(), failed);
        }
    }

    private List<String> openers(Path device) {
        List<String> found = new ArrayList<>();
        Set<Path> nodes = nodes(device);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (hasOpen(process, nodes)) {
                    found.add("process " + process.getFileName() + " (" + nameOf(process) + ") has it open");
                }
            }
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot tell who has " + device + " open: " + failed, failed);
        }
        return found;
    }

    private Set<Path> nodes(Path device) {
        Set<Path> nodes = new HashSet<>();
        nodes.add(device);
        try {
            DeviceDescription description = inventory.describe(device);
            nodes.add(description.node());
            description.partitions().forEach(name -> nodes.add(Path.of("/dev", name)));
        } catch (IOException gone) {
            return nodes;
        }
        return nodes;
    }

    private static boolean hasOpen(Path process, Set<Path> nodes) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (nodes.contains(target(descriptor))) {
                    return true;
                }
            }
        } catch (IOException endedOrHidden) {
            return false;
        }
        return false;
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException closedMeanwhile) {
            return descriptor;
        }
    }

    private static String nameOf(Path process) {
        try {
            return Files.readString(process.resolve("comm"), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException ended) {
            return "?";
        }
    }
}

package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.DeviceInventory;
import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.DeviceUse;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LoopStatus;
import io.ebsnap.linux.Mount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may be writing to a device or image, through its partitions and the devices built on it as well.
 *
 * @param fileSystems one mount of each mounted file system
 * @param others everybody else, as words for a message: nobody can stop these from writing
 */
record Usage(List<Mount> fileSystems, List<String> others) {

    Usage {
        fileSystems = List.copyOf(fileSystems);
        others = List.copyOf(others);
    }

    boolean none() {
        return fileSystems.isEmpty() && others.isEmpty();
    }

    /** For a message. */
    String text() {
        List<String> words = new ArrayList<>(others);
        fileSystems.forEach(mount -> words.add("it is mounted at " + mount.mountPoint()));
        return String.join(", ", words);
    }

    /** Looks at who uses a device or image now. */
    static Usage of(Subject subject, Linux linux, OpenWriters writers) {
        Walk walk = new Walk(linux, writers);
        try {
            if (subject.device().isPresent()) {
                walk.device(subject.device().get());
            }
            if (subject.backing().isPresent()) {
                walk.file(subject.backing().get().file());
            }
        } catch (IOException failed) {
            throw new Failure.Unavailable(
                    "cannot tell who uses " + subject.name() + ": " + failed.getMessage(), failed);
        }
        return new Usage(List.copyOf(walk.fileSystems.values()), walk.others);
    }

    /** A walk up from a device through everything built on it; devices that were seen are not visited again. */
    private static final class Walk {
        private final Linux linux;
        private final DeviceInventory inventory;
        private final OpenWriters writers;
        private final Map<DeviceNumber, Mount> fileSystems = new LinkedHashMap<>();
        private final List<String> others = new ArrayList<>();
        private final Set<DeviceNumber> seen = new HashSet<>();

        Walk(Linux linux, OpenWriters writers) {
            this.linux = linux;
            this.inventory = linux.deviceInventory();
            this.writers = writers;
        }

        void file(Path file) throws IOException {
            add(writers.ofFile(file));
            for (LoopStatus loop : linux.loopControl().attachedTo(file)) {
                device(inventory.describe(loop.device()));
            }
        }

        /** A writer to the whole disk writes to its partition as well. */
        void device(DeviceDescription device) throws IOException {
            if (device.disk().isPresent()) {
                add(writers.ofDevice(
                        inventory.describe(node(device.disk().get())).number()));
            }
            for (String partition : device.partitions()) {
                add(writers.ofDevice(inventory.describe(node(partition)).number()));
            }
            upwards(device);
        }

        private void upwards(DeviceDescription device) throws IOException {
            if (!seen.add(device.number())) {
                return;
            }
            add(writers.ofDevice(device.number()));
            for (DeviceUse use : inventory.uses(device.number())) {
                switch (use) {
                    case DeviceUse.MountedAt mounted ->
                        fileSystems.putIfAbsent(mounted.mount().number(), mounted.mount());
                    case DeviceUse.HeldBy held -> holder(held);
                    case DeviceUse.LoopBacking loop -> upwards(inventory.describe(node(loop.loopName())));
                    case DeviceUse.Swap swap -> others.add(swap.text());
                    case DeviceUse.FileSystemMember member -> others.add(member.text());
                }
            }
        }

        /** Device mapper writes only what it is asked to; an array or a cache writes on its own. */
        private void holder(DeviceUse.HeldBy held) throws IOException {
            if (held.holder().startsWith("dm-")) {
                upwards(inventory.describe(node(held.holder())));
            } else {
                others.add(held.text());
            }
        }

        private void add(List<String> processes) {
            processes.forEach(process -> others.add(process + " has it open for writing"));
        }

        private static Path node(String kernelName) {
            return Path.of("/dev").resolve(kernelName);
        }
    }

    /** Which of these file systems are not read-only as a whole. */
    List<Mount> writable() {
        return fileSystems.stream().filter(mount -> !mount.fileSystemReadOnly()).toList();
    }
}

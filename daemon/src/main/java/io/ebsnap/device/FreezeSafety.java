package io.ebsnap.device;

import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.DeviceInventory;
import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which file systems must not be frozen: those that the daemon, or the machine as a whole, has to write to while they would be
 * frozen. The daemon would wait for itself until the time limit thaws them.
 *
 * <p>A path needs the file system that it lies in and those under that one: the store on a loop device needs the file system of
 * the device's file.
 */
final class FreezeSafety {

    /**
     * The machine's own. The JVM writes to a mapped file in /tmp at any time; the journal and everybody else stop when the root file
     * system does.
     */
    private static final List<Path> MACHINE =
            List.of(Path.of("/"), Path.of("/tmp"), Path.of("/run"), Path.of("/var/log"));

    private static final int DEPTH_MAX = 16;

    private final DeviceInventory inventory;
    private final OwnVolumes own;
    private final Supplier<List<Path>> needed;

    /** @param needed gives what the daemon writes to */
    FreezeSafety(DeviceInventory inventory, Supplier<List<Path>> needed) {
        this.inventory = inventory;
        this.own = new OwnVolumes(inventory);
        this.needed = needed;
    }

    /** Why these file systems must not be frozen; empty if they may. */
    Optional<String> danger(List<Mount> fileSystems) throws IOException {
        List<Path> all = new ArrayList<>(MACHINE);
        all.addAll(needed.get());
        for (Path path : all) {
            Set<DeviceNumber> below = fileSystemsBelow(path);
            for (Mount mount : fileSystems) {
                if (below.contains(mount.number())) {
                    return Optional.of("the file system at " + mount.mountPoint() + " holds " + path
                            + ", which is needed while the device is read");
                }
            }
        }
        return Optional.empty();
    }

    /** The file systems that the bytes of a device or image lie on: they are written when it is. */
    Set<DeviceNumber> below(Subject subject) throws IOException {
        if (subject.backing().isPresent()) {
            return fileSystemsBelow(subject.backing().get().file());
        }
        Set<DeviceNumber> found = new HashSet<>();
        if (subject.device().isPresent()) {
            collectParts(subject.device().get(), found, 0);
        }
        return found;
    }

    private Set<DeviceNumber> fileSystemsBelow(Path path) throws IOException {
        Set<DeviceNumber> found = new HashSet<>();
        OwnVolumes.Place place = own.place(path);
        if (place.volume().isPresent()) {
            // Below that lies the volume's target, which is needed by itself.
            found.add(place.mount().number());
        } else if (Files.exists(path)) {
            collect(path, found, 0);
        }
        return found;
    }

    private void collect(Path path, Set<DeviceNumber> found, int depth) throws IOException {
        Mount mount = inventory.mountOf(path.toRealPath());
        if (depth > DEPTH_MAX || !found.add(mount.number())) {
            return;
        }
        Optional<DeviceDescription> device = device(mount);
        if (device.isPresent()) {
            collectParts(device.get(), found, depth);
        }
    }

    /** Btrfs and its like show a number that no device has; the device is its source then. */
    private Optional<DeviceDescription> device(Mount mount) throws IOException {
        Optional<DeviceDescription> byNumber = inventory.describe(mount.number());
        if (byNumber.isPresent() || !mount.source().startsWith("/")) {
            return byNumber;
        }
        Optional<DeviceNumber> ofSource = FileNumber.ofNode(Path.of(mount.source()));
        return ofSource.isPresent() ? inventory.describe(ofSource.get()) : Optional.empty();
    }

    private void collectParts(DeviceDescription device, Set<DeviceNumber> found, int depth) throws IOException {
        if (depth > DEPTH_MAX) {
            return;
        }
        if (device.loopBackingFile().isPresent()
                && own.place(device.loopBackingFile().get()).volume().isEmpty()
                && Files.exists(device.loopBackingFile().get())) {
            collect(device.loopBackingFile().get(), found, depth + 1);
        }
        List<String> below = new ArrayList<>(device.parts());
        device.disk().ifPresent(below::add);
        for (String part : below) {
            collectParts(inventory.describe(Path.of("/dev").resolve(part)), found, depth + 1);
        }
    }
}

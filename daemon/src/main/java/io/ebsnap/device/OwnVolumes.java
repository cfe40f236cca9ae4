package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.DeviceInventory;
import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.MappedName;
import io.ebsnap.linux.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether a path or device lies on a managed volume, by names alone: who asks such a one for its bytes, or only for its attributes, waits in
 * the end for this very process, and nothing could end that ({@code docs/design/attach.md}, "Never wait for yourself"). A logical volume that the
 * daemon keeps the bytes of a volume in, or an image, is its own as well: others must neither write it nor take it for a disk of the machine. Safe
 * for use by several threads.
 */
final class OwnVolumes {

    private static final String SERVED = "fuse.ebsnap";

    /** How the device mapper knows their devices, wherever those lead. */
    private static final String MAPPED = "EBSNAP-";

    private static final Pattern VOLUME_ID = Pattern.compile("vol-[0-9a-f]{17}");
    private static final int DEPTH_MAX = 16;
    private static final int LINKS_MAX = 40;

    private final DeviceInventory inventory;

    OwnVolumes(DeviceInventory inventory) {
        this.inventory = inventory;
    }

    /**
     * Where a path leads, up to the first mount that must not be touched.
     *
     * @param mount that it ends in
     * @param volume that this one lies on, if it does
     */
    record Place(Mount mount, Optional<String> volume) {}

    /**
     * Nothing, if a path may be touched.
     *
     * @param name of it, for the message
     * @throws Failure.Conflict if it lies on a managed volume
     */
    void requireOthers(String name, Path path) {
        refuse(name, () -> place(path, 0).volume());
    }

    /**
     * Nothing, if a device may be opened.
     *
     * @throws Failure.Conflict if it lies on a managed volume, or is a logical volume that the daemon keeps one in
     */
    void requireOthers(String name, DeviceDescription device) {
        refuse(name, () -> under(device, 0));
    }

    private interface Look {
        Optional<String> volume() throws IOException;
    }

    private static void refuse(String name, Look look) {
        try {
            look.volume().ifPresent(volume -> {
                throw VOLUME_ID.matcher(volume).matches()
                        ? new Failure.Conflict(
                                name + " is made of " + volume + ", which is attached by ebsnap itself",
                                "to snapshot that volume itself: ebsnap snapshot create " + volume)
                        : new Failure.Conflict(
                                name + " is made of " + volume + ", which is ebsnap's own",
                                "name a volume or a snapshot instead: ebsnap volume list, ebsnap snapshot list");
            });
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot look at " + name + ": " + failed, failed);
        }
    }

    /** Where a path leads. */
    Place place(Path path) throws IOException {
        return place(path, 0);
    }

    /** Follows links itself, since the system would not stop at such a mount. */
    private Place place(Path path, int depth) throws IOException {
        List<Mount> mounts = inventory.mounts();
        Place at = enter(mounts, Path.of("/"), depth).orElseThrow(() -> new IOException("nothing is mounted at /"));
        Path done = Path.of("/");
        Deque<Path> names = new ArrayDeque<>();
        path.normalize().forEach(names::add);
        for (int links = 0; !names.isEmpty() && at.volume().isEmpty(); ) {
            Path next = done.resolve(names.removeFirst()).normalize();
            at = enter(mounts, next, depth).orElse(next.equals(done.getParent()) ? placeOf(mounts, next, depth) : at);
            if (at.volume().isEmpty() && Files.isSymbolicLink(next)) {
                if (++links > LINKS_MAX) {
                    throw new IOException("too many symbolic links in " + path);
                }
                List<Path> target = new ArrayList<>();
                Path link = Files.readSymbolicLink(next);
                link.forEach(target::add);
                target.reversed().forEach(names::addFirst);
                next = link.isAbsolute() ? Path.of("/") : done;
                at = placeOf(mounts, next, depth);
            }
            done = next;
        }
        return at;
    }

    /** The mount that a path without links lies in. */
    private Place placeOf(List<Mount> mounts, Path real, int depth) throws IOException {
        for (Path point = real; point != null; point = point.getParent()) {
            Optional<Place> found = enter(mounts, point, depth);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IOException("nothing is mounted at /");
    }

    /** What is mounted exactly there; of several, the one on top. */
    private Optional<Place> enter(List<Mount> mounts, Path point, int depth) throws IOException {
        for (Mount mount : mounts.reversed()) {
            if (mount.mountPoint().equals(point)) {
                return Optional.of(new Place(mount, volumeOf(mount, depth)));
            }
        }
        return Optional.empty();
    }

    private Optional<String> volumeOf(Mount mount, int depth) throws IOException {
        if (mount.fileSystemType().equals(SERVED)) {
            return Optional.of(idIn(mount.source()).orElse(mount.source()));
        }
        Optional<DeviceDescription> device = inventory.describe(mount.number());
        if (device.isEmpty() && mount.source().startsWith("/")) {
            Optional<DeviceNumber> ofSource = FileNumber.ofNode(Path.of(mount.source()));
            device = ofSource.isPresent() ? inventory.describe(ofSource.get()) : Optional.empty();
        }
        return device.isPresent() ? under(device.get(), depth + 1) : Optional.empty();
    }

    /** The managed volume that a device is, or is built on; or what the daemon keeps there, in other words than an id. */
    private Optional<String> under(DeviceDescription device, int depth) throws IOException {
        if (depth > DEPTH_MAX) {
            return Optional.empty();
        }
        if (device.loopBackingFile().isPresent()) {
            return place(device.loopBackingFile().get(), depth + 1).volume();
        }
        Optional<String> mapped = device.mapped().flatMap(OwnVolumes::ownAs);
        if (mapped.isPresent()) {
            return mapped;
        }
        if (device.kernelName().startsWith("nbd") && device.disk().isEmpty()) {
            return inventory.nbdBackend(device).flatMap(OwnVolumes::idIn);
        }
        List<String> below = new ArrayList<>(device.parts());
        device.disk().ifPresent(below::add);
        for (String part : below) {
            Optional<DeviceDescription> lower = inventory.describeNamed(part);
            Optional<String> found = lower.isPresent() ? under(lower.get(), depth + 1) : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** What device mapper made for the daemon: the device of a volume, or a logical volume that the daemon keeps. */
    private static Optional<String> ownAs(MappedName mapped) {
        if (mapped.uuid().startsWith(MAPPED)) {
            return idIn(mapped.uuid());
        }
        return mapped.logicalVolume() ? ThinVolumes.ownedAs(mapped.name()) : Optional.empty();
    }

    private static Optional<String> idIn(String text) {
        Matcher matcher = VOLUME_ID.matcher(text);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }
}

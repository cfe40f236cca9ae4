package io.ebsnap.linux.sysfs;

import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.DeviceUse;
import io.ebsnap.linux.Mount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds who uses a block device; for one reading. */
final class UseReader {

    private static final String BTRFS = "btrfs";

    private final Path sys;
    private final Path proc;
    private final Nodes nodes;
    private final List<Mount> mounts;
    private final ServedFiles served;

    UseReader(Path sys, Path proc, Nodes nodes, List<Mount> mounts) {
        this.sys = sys;
        this.proc = proc;
        this.nodes = nodes;
        this.mounts = mounts;
        this.served = new ServedFiles(mounts);
    }

    /** The uses of the device with this directory in sysfs, and of its partitions. */
    List<DeviceUse> read(Path directory) throws IOException {
        List<DeviceUse> uses = new ArrayList<>();
        addUses(directory, uses);
        for (String partition : DescriptionReader.partitions(directory)) {
            addUses(directory.resolve(partition), uses);
        }
        return List.copyOf(uses);
    }

    private void addUses(Path directory, List<DeviceUse> uses) throws IOException {
        Optional<String> number = Attributes.text(directory.resolve("dev"));
        if (number.isEmpty()) {
            return;
        }
        DeviceNumber device = DeviceNumber.parse(number.get());
        String name = directory.getFileName().toString();
        for (String holder : Attributes.names(directory.resolve("holders"))) {
            uses.add(new DeviceUse.HeldBy(name, holder));
        }
        addMounts(name, device, uses);
        addSwap(name, device, uses);
        addLoops(name, device, uses);
    }

    private void addMounts(String name, DeviceNumber device, List<DeviceUse> uses) throws IOException {
        for (Mount mount : mounts) {
            if (mount.number().equals(device) || mountedFrom(mount, device)) {
                uses.add(new DeviceUse.MountedAt(name, mount));
            }
        }
        addBtrfs(name, uses);
    }

    /** Some file systems have a device number of their own, and name their devices as the source, with colons between. */
    private boolean mountedFrom(Mount mount, DeviceNumber device) throws IOException {
        if (mount.fileSystemType().equals(BTRFS) || !mount.source().startsWith("/")) {
            return false;
        }
        for (String source : mount.source().split(":", -1)) {
            if (nodes.device(Path.of(source)).equals(Optional.of(device))) {
                return true;
            }
        }
        return false;
    }

    /** Btrfs has a device number of its own and may span devices; its directory exists while it is mounted. */
    private void addBtrfs(String name, List<DeviceUse> uses) throws IOException {
        Path fileSystems = sys.resolve("fs/btrfs");
        for (String uuid : Attributes.names(fileSystems)) {
            List<String> members = Attributes.names(fileSystems.resolve(uuid).resolve("devices"));
            if (!members.contains(name)) {
                continue;
            }
            List<Mount> found = btrfsMounts(members);
            found.forEach(mount -> uses.add(new DeviceUse.MountedAt(name, mount)));
            if (found.isEmpty()) {
                uses.add(new DeviceUse.FileSystemMember(name, BTRFS + " " + uuid));
            }
        }
    }

    private List<Mount> btrfsMounts(List<String> members) throws IOException {
        List<Mount> found = new ArrayList<>();
        for (Mount mount : mounts) {
            if (mount.fileSystemType().equals(BTRFS) && members.contains(kernelName(Path.of(mount.source())))) {
                found.add(mount);
            }
        }
        return found;
    }

    private String kernelName(Path device) throws IOException {
        Optional<DeviceNumber> number = nodes.device(device);
        if (number.isEmpty()) {
            return "";
        }
        Path directory = sys.resolve("dev/block").resolve(number.get().toString());
        return directory.toRealPath().getFileName().toString();
    }

    private void addSwap(String name, DeviceNumber device, List<DeviceUse> uses) throws IOException {
        Optional<String> table = Attributes.text(proc.resolve("swaps"));
        if (table.isEmpty()) {
            return;
        }
        for (String line : table.get().lines().skip(1).toList()) {
            Path area = Path.of(MountTable.unescape(line.split("\\s", 2)[0]));
            if (nodes.device(area).equals(Optional.of(device))) {
                uses.add(new DeviceUse.Swap(name));
            }
        }
    }

    private void addLoops(String name, DeviceNumber device, List<DeviceUse> uses) throws IOException {
        LoopDirectory loops = new LoopDirectory(sys.resolve("block"));
        for (Path loop : loops.attached()) {
            Optional<LoopDirectory.BackingFile> backing = loops.backingFile(loop);
            if (backing.isPresent()
                    && !served.has(backing.get().path())
                    && nodes.device(backing.get().path()).equals(Optional.of(device))) {
                uses.add(new DeviceUse.LoopBacking(name, loop.getFileName().toString()));
            }
        }
    }
}

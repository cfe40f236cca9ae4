package io.ebsnap.linux.sysfs;

import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.DeviceInventory;
import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.DeviceUse;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.Mount;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The block devices of a machine, read from its {@code /sys} and {@code /proc}. Safe for use by any number of threads. */
public final class SysfsInventory implements DeviceInventory {

    private final Path sys;
    private final Path proc;
    private final Nodes nodes;
    private final DescriptionReader descriptions;

    SysfsInventory(Path sys, Path proc, Nodes nodes) {
        this.sys = sys;
        this.proc = proc;
        this.nodes = nodes;
        this.descriptions = new DescriptionReader(new LoopDirectory(sys.resolve("block")));
    }

    /** The devices of this machine. */
    public static SysfsInventory ofThisMachine() {
        return new SysfsInventory(Path.of("/sys"), Path.of("/proc"), Nodes.ofThisMachine());
    }

    @Override
    public DeviceDescription describe(Path path) throws IOException {
        Path real = nodes.real(path);
        Optional<DeviceNumber> number = nodes.device(real);
        if (number.isEmpty()) {
            throw new LinuxException("describe", path.toString(), Errno.ENOTBLK.number());
        }
        Optional<DeviceDescription> found = describe(number.get());
        if (found.isEmpty()) {
            throw new LinuxException("describe", path.toString(), Errno.ENXIO.number());
        }
        return found.get();
    }

    @Override
    public Optional<DeviceDescription> describe(DeviceNumber number) throws IOException {
        Optional<Path> directory = directory(number);
        return directory.isPresent() ? descriptions.read(directory.get()) : Optional.empty();
    }

    @Override
    public Optional<DeviceDescription> describeMapped(String mapperName) throws IOException {
        Path block = sys.resolve("block");
        for (String name : Attributes.names(block)) {
            Path directory = block.resolve(name);
            Optional<String> mapped = Attributes.text(directory.resolve("dm/name"));
            if (mapped.isPresent() && mapped.get().equals(mapperName)) {
                return descriptions.read(directory.toRealPath());
            }
        }
        return Optional.empty();
    }

    @Override
    public List<DeviceUse> uses(DeviceNumber number) throws IOException {
        Optional<Path> directory = directory(number);
        return directory.isPresent() ? new UseReader(sys, proc, nodes, mounts()).read(directory.get()) : List.of();
    }

    @Override
    public Optional<DeviceDescription> describeNamed(String kernelName) throws IOException {
        Optional<String> number = Attributes.text(named(kernelName).resolve("dev"));
        return number.isPresent() ? describe(DeviceNumber.parse(number.get())) : Optional.empty();
    }

    @Override
    public Optional<String> nbdBackend(DeviceDescription device) throws IOException {
        return Attributes.text(named(device.kernelName()).resolve("backend"));
    }

    private Path named(String kernelName) {
        return sys.resolve("class/block").resolve(kernelName);
    }

    @Override
    public List<Mount> mounts() throws IOException {
        return MountTable.read(proc.resolve("self/mountinfo"));
    }

    @Override
    public Mount mountOf(Path file) throws IOException {
        Path real = nodes.real(file);
        DeviceNumber lies = nodes.fileSystem(real);
        return mounts().reversed().stream()
                .filter(mount -> real.startsWith(mount.mountPoint()))
                .max(Comparator.<Mount, Boolean>comparing(
                                mount -> mount.number().equals(lies))
                        .thenComparing(mount -> mount.mountPoint().getNameCount()))
                .orElseThrow(() -> new LinuxException("mountinfo", file.toString(), Errno.ENOENT.number()));
    }

    private Optional<Path> directory(DeviceNumber number) throws IOException {
        try {
            return Optional.of(
                    sys.resolve("dev/block").resolve(number.toString()).toRealPath());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}

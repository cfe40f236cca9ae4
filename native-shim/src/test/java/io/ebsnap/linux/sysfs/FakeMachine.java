package io.ebsnap.linux.sysfs;

import io.ebsnap.linux.DeviceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A machine's sysfs and procfs laid out in a directory, with the devices that a test wants. */
final class FakeMachine implements Nodes {

    private final Path sys;
    private final Path proc;
    private final Map<Path, DeviceNumber> nodes = new HashMap<>();
    private DeviceNumber fileSystem = new DeviceNumber(0, 0);

    FakeMachine(Path root) throws IOException {
        this.sys = Files.createDirectories(root.resolve("sys"));
        this.proc = Files.createDirectories(root.resolve("proc"));
        Files.createDirectories(sys.resolve("block"));
        Files.createDirectories(sys.resolve("dev/block"));
        Files.createDirectories(sys.resolve("class/block"));
        Files.createDirectories(proc.resolve("self"));
        mounts("");
    }

    SysfsInventory inventory() {
        return new SysfsInventory(sys, proc, this);
    }

    /** A whole disk with its number and size in 512-byte units. */
    Path disk(String name, String number, long sectors) throws IOException {
        Path directory =
                Files.createDirectories(sys.resolve("devices/virtual/block").resolve(name));
        Files.createSymbolicLink(sys.resolve("block").resolve(name), directory);
        return device(directory, name, number, sectors);
    }

    /** A partition of a disk. */
    Path partition(Path disk, String name, String number, long sectors) throws IOException {
        Path directory = Files.createDirectories(disk.resolve(name));
        attribute(directory, "partition", "1");
        return device(directory, name, number, sectors);
    }

    private Path device(Path directory, String name, String number, long sectors) throws IOException {
        attribute(directory, "dev", number);
        attribute(directory, "size", Long.toString(sectors));
        attribute(directory, "ro", "0");
        Files.createSymbolicLink(sys.resolve("dev/block").resolve(number), directory);
        Files.createSymbolicLink(sys.resolve("class/block").resolve(name), directory);
        node("/dev/" + name.replace('!', '/'), number);
        return directory;
    }

    void attribute(Path directory, String name, String value) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, value + "\n");
    }

    /** One more name of a device. */
    void node(String path, String number) {
        nodes.put(Path.of(path), DeviceNumber.parse(number));
    }

    void mounts(String mountinfo) throws IOException {
        Files.writeString(proc.resolve("self/mountinfo"), mountinfo);
    }

    void swaps(String table) throws IOException {
        Files.writeString(proc.resolve("swaps"), table);
    }

    /** A Btrfs over devices, as the kernel shows one that is mounted. */
    void btrfs(String uuid, String... members) throws IOException {
        for (String member : members) {
            Files.createDirectories(
                    sys.resolve("fs/btrfs").resolve(uuid).resolve("devices").resolve(member));
        }
    }

    /** The device that every file lies on. */
    void filesLieOn(String number) {
        fileSystem = DeviceNumber.parse(number);
    }

    @Override
    public Optional<DeviceNumber> device(Path path) {
        return Optional.ofNullable(nodes.get(path));
    }

    @Override
    public DeviceNumber fileSystem(Path file) {
        return fileSystem;
    }

    @Override
    public Path real(Path file) {
        return file;
    }
}

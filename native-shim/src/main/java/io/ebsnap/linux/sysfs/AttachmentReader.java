package io.ebsnap.linux.sysfs;

import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.FuseMount;
import io.ebsnap.linux.Mount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what a daemon of this machine has attached under a device. */
final class AttachmentReader {

    private final Path blockDevices;
    private final List<Mount> mounts;
    private final DescriptionReader descriptions;

    /** @param blockDevices {@code /sys/block} */
    AttachmentReader(Path blockDevices, List<Mount> mounts, DescriptionReader descriptions) {
        this.blockDevices = blockDevices;
        this.mounts = mounts;
        this.descriptions = descriptions;
    }

    /** Goes down through disks of partitions and parts of what is built on others; each device once. */
    Optional<String> read(DeviceDescription device) throws IOException {
        Deque<DeviceDescription> waiting = new ArrayDeque<>(List.of(device));
        Set<String> seen = new HashSet<>();
        while (!waiting.isEmpty()) {
            DeviceDescription next = waiting.remove();
            if (seen.add(next.kernelName())) {
                Optional<String> name = attachedAs(next);
                if (name.isPresent()) {
                    return name;
                }
                for (String below : below(next)) {
                    describe(below).ifPresent(waiting::add);
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> below(DeviceDescription device) {
        return device.disk().map(List::of).orElse(device.parts());
    }

    private Optional<DeviceDescription> describe(String kernelName) throws IOException {
        for (String name : Attributes.names(blockDevices)) {
            Path disk = blockDevices.resolve(name);
            if (name.equals(kernelName)) {
                return descriptions.read(disk.toRealPath());
            }
            if (kernelName.startsWith(name) && Attributes.names(disk).contains(kernelName)) {
                return descriptions.read(disk.resolve(kernelName).toRealPath());
            }
        }
        return Optional.empty();
    }

    private Optional<String> attachedAs(DeviceDescription device) throws IOException {
        if (device.loopBackingFile().isPresent()) {
            Path file = device.loopBackingFile().get();
            return mounts.stream()
                    .filter(mount -> mount.fileSystemType().equals(FuseMount.TYPE))
                    .filter(mount -> mount.mountPoint().equals(file))
                    .map(Mount::source)
                    .findFirst();
        }
        return Attributes.text(blockDevices.resolve(device.kernelName()).resolve("backend"));
    }
}

package io.ebsnap.device;

import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.DeviceIdentity;
import io.ebsnap.linux.DeviceInventory;
import io.ebsnap.linux.MappedName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What tells a device from another under the same path, as one word. A loop device is its backing file, so that an image is
 * the same volume whether it is attached or not. The number of a kernel's device is no identity: the next device gets it.
 */
final class IdentityWords {

    private final DeviceInventory inventory;

    IdentityWords(DeviceInventory inventory) {
        this.inventory = inventory;
    }

    /** Of a local device; empty if it has nothing of the kind. */
    String of(Subject subject) throws IOException {
        if (subject.backing().isPresent()) {
            return ofBacking(subject.backing().get());
        }
        return subject.device().isPresent() ? of(subject.device().get()) : "";
    }

    private static String ofBacking(Backing backing) {
        String start = backing.start() == 0 ? "" : "@" + backing.start();
        return FileNumber.find(backing.file())
                .map(number -> "file:" + number + start)
                .orElse("");
    }

    private String of(DeviceDescription device) throws IOException {
        if (device.disk().isPresent()) {
            String disk = device.disk().get();
            String ofDisk = of(inventory.describe(Path.of("/dev").resolve(disk)));
            return ofDisk.isEmpty() ? "" : ofDisk + "-part" + partitionNumber(device.kernelName(), disk);
        }
        return mapped(device.mapped()).or(() -> medium(device.identity())).orElse("");
    }

    private static Optional<String> mapped(Optional<MappedName> mapped) {
        return mapped.map(MappedName::uuid).filter(uuid -> !uuid.isEmpty()).map(uuid -> "dm-uuid:" + uuid);
    }

    private static Optional<String> medium(DeviceIdentity identity) {
        return identity.worldWideName()
                .map(name -> "wwn:" + name)
                .or(() -> identity.serial()
                        .map(serial -> "serial:" + identity.model().orElse("") + ":" + serial));
    }

    /** {@code sda1} is number 1 of {@code sda}, {@code nvme0n1p2} number 2 of {@code nvme0n1}. */
    private static String partitionNumber(String partition, String disk) {
        String rest = partition.substring(disk.length());
        return rest.startsWith("p") ? rest.substring(1) : rest;
    }
}

package io.ebsnap.image;

import io.ebsnap.catalog.ImageMachine;
import io.ebsnap.snapshot.SnapshotOrder;
import java.util.List;

/**
 * An image to be made of volumes.
 *
 * @param label what it is called
 * @param machine that it boots; without a root device's name the first device is that
 * @param devices one for each volume of {@code snapshots}, in their order
 * @param snapshots what is to be taken; its description and tags do not count: tags are the label's for snapshots, and marks are the image's
 */
public record ImageCreation(ImageLabel label, ImageMachine machine, List<Device> devices, SnapshotOrder snapshots) {

    public ImageCreation {
        devices = List.copyOf(devices);
    }

    /**
     * Where a machine finds a volume.
     *
     * @param deviceName such as {@code /dev/sda}
     * @param deleteOnTermination whether what is launched from it is deleted with its launch
     */
    public record Device(String deviceName, boolean deleteOnTermination) {}
}

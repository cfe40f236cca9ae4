package io.ebsnap.image;

import io.ebsnap.catalog.ImageDevice;
import io.ebsnap.catalog.ImageMachine;
import java.util.List;

/**
 * An image to be made of snapshots.
 *
 * @param label what it is called
 * @param machine that it boots; without a root device's name the first device is that
 * @param devices at most 64; a size of 0 beside a snapshot is as long as that
 */
public record ImageRegistration(ImageLabel label, ImageMachine machine, List<ImageDevice> devices) {

    public ImageRegistration {
        devices = List.copyOf(devices);
    }
}

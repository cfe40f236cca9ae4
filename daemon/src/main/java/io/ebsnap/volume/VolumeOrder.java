package io.ebsnap.volume;

import io.ebsnap.catalog.Tag;
import java.util.List;

/**
 * What a volume to be registered is.
 *
 * @param device absolute path of a block device or image file, or an {@code nbd://} or {@code nbd+unix://} URI
 * @param name 1 to 64 characters that no other volume has, or empty; must not have the form of an id or of a path
 * @param tags at most 50, with different keys
 */
public record VolumeOrder(String device, String name, List<Tag> tags) {

    public VolumeOrder {
        tags = List.copyOf(tags);
    }
}

package io.ebsnap.volume;

import io.ebsnap.catalog.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a volume to be registered is.
 *
 * @param device absolute path of a block device or image file, or an {@code nbd://} or {@code nbd+unix://} URI
 * @param name 1 to 64 characters that no other volume of the account has, or empty; must not have the form of an id or of a path
 * @param tags at most 50, with different keys
 * @param ownerId 12-digit account that it will belong to; null for the daemon's own
 */
public record VolumeOrder(
        String device,
        String name,
        List<Tag> tags,
        @Nullable String ownerId) {

    public VolumeOrder {
        tags = List.copyOf(tags);
    }

    /** An order of the daemon's own account. */
    public VolumeOrder(String device, String name, List<Tag> tags) {
        this(device, name, tags, null);
    }
}

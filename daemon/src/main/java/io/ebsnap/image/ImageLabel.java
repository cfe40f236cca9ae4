package io.ebsnap.image;

import io.ebsnap.catalog.Tag;
import java.util.List;

/**
 * What an image is called.
 *
 * @param name 3 to 128 letters, digits and {@code ()[] ./-'@_}, unique in the account
 * @param description at most 255 characters
 * @param tags at most 50, with different keys
 */
public record ImageLabel(String name, String description, List<Tag> tags) {

    public ImageLabel {
        tags = List.copyOf(tags);
    }
}

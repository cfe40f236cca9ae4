package io.ebsnap.pipeline;

import io.ebsnap.lifecycle.TagPattern;
import java.util.List;

/**
 * What a pipeline builds upon: the current version of a pipeline, while there is one; else an image that is named, or the newest that matches.
 *
 * @param pipeline whose current version; empty for none
 * @param image {@code ami-...}; empty for none
 * @param name pattern of its name, with {@code *} and {@code ?}; empty for any
 * @param tags that it has, all of them
 * @param owners 12-digit accounts, one of which it belongs to; 1 or more
 */
record ParentImage(String pipeline, String image, String name, List<TagPattern> tags, List<String> owners) {

    ParentImage {
        tags = List.copyOf(tags);
        owners = List.copyOf(owners);
    }

    /** Whether it says of no pipeline, or beside it, which image is meant. */
    boolean namesImages() {
        return !image.isEmpty() || !name.isEmpty() || !tags.isEmpty();
    }
}

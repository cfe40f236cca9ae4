package io.ebsnap.format;

import java.util.Objects;

/**
 * A tag of a KMS key.
 *
 * @param tagKey 1 to 127 characters
 * @param tagValue up to 256 characters
 */
public record KeyTag(String tagKey, String tagValue) {

    public KeyTag {
        Objects.requireNonNull(tagKey, "TagKey");
        Objects.requireNonNull(tagValue, "TagValue");
    }
}

package io.ebsnap.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A tag that a retention rule looks for.
 *
 * @param resourceTagKey key
 * @param resourceTagValue value; null for any
 */
public record ResourceTag(String resourceTagKey, @Nullable String resourceTagValue) {

    /** Whether a tag is one that is looked for. */
    public boolean matches(Tag tag) {
        return tag.key().equals(resourceTagKey) && (resourceTagValue == null || resourceTagValue.equals(tag.value()));
    }
}

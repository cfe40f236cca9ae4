package io.ebsnap.lifecycle;

import io.ebsnap.catalog.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tags that are looked for.
 *
 * @param key of the tag
 * @param value of the tag; null for any
 */
public record TagPattern(String key, @Nullable String value) {

    /**
     * Reads {@code KEY=VALUE} or {@code KEY}.
     *
     * @throws IllegalArgumentException if there is no key; the message goes on after the name of what was read
     */
    public static TagPattern parse(String text) {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        if (key.isBlank()) {
            throw new IllegalArgumentException("is no KEY=VALUE or KEY: '" + text + "'");
        }
        return new TagPattern(key, equals < 0 ? null : text.substring(equals + 1));
    }

    /** Whether one of some tags is such. */
    public boolean isAmong(List<Tag> tags) {
        for (Tag tag : tags) {
            if (tag.key().equals(key) && (value == null || tag.value().equals(value))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return value == null ? key : key + "=" + value;
    }
}

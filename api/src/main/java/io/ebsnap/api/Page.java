package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a long list is wanted.
 *
 * @param maxResults 1 to {@link Limits#PAGE_ITEMS_MAX}, which is also what absence means
 * @param nextToken of the answer with the part before; absent for the first part
 */
public record Page(@Nullable Integer maxResults, @Nullable String nextToken) {

    /** The first part, as long as it may be. */
    public static final Page FIRST = new Page(null, null);

    /** The part after this one. */
    public Page after(String token) {
        return new Page(maxResults, token);
    }
}

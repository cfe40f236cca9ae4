package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tags.
 *
 * @param tags in the order of the ids of what has them, then of their keys
 * @param nextToken of the next page; absent on the last one
 */
public record TagDescriptionList(
        List<TagDescription> tags, @Nullable String nextToken) {}

package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Volumes.
 *
 * @param volumes in the order of their ids
 * @param nextToken of the next page; absent on the last one
 */
public record VolumeList(List<Volume> volumes, @Nullable String nextToken) {}

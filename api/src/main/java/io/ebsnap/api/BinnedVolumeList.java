package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Managed volumes in the recycle bin.
 *
 * @param volumes in the order of their ids
 * @param nextToken of the next page; absent on the last one
 */
public record BinnedVolumeList(
        List<BinnedVolume> volumes, @Nullable String nextToken) {}

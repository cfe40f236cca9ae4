package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well volumes are protected.
 *
 * @param volumeProtections in the order of the volumes' ids
 * @param nextToken of the next page; absent on the last
 */
public record VolumeProtectionList(
        List<VolumeProtection> volumeProtections, @Nullable String nextToken) {}

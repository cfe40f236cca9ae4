package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Images in the recycle bin.
 *
 * @param images in the order of their ids
 * @param nextToken of the next page; absent on the last one
 */
public record BinnedImageList(
        List<BinnedImage> images, @Nullable String nextToken) {}

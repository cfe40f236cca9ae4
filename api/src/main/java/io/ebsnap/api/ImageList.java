package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images, or a part of them. */
public record ImageList(List<Image> images, @Nullable String nextToken) {}

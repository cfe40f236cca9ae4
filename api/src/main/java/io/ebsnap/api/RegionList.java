package io.ebsnap.api;

import java.util.List;

/**
 * Regions.
 *
 * @param regions the first one, then the others by their names
 */
public record RegionList(List<Region> regions) {}

package io.ebsnap.api;

import java.util.List;

/** What each zone holds, in the order in which they were added. */
public record ZoneSizeList(List<ZoneSize> zoneSizes) {}

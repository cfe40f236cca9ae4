package io.ebsnap.store;

import java.util.OptionalLong;

/**
 * What a zone holds of the store.
 *
 * @param zone as it is now
 * @param objects how many; empty if it cannot be read
 * @param bytes their length
 */
public record ZoneUsage(StoreZone zone, OptionalLong objects, OptionalLong bytes) {}

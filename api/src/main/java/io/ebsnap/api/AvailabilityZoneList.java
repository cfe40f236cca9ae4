package io.ebsnap.api;

import java.util.List;

/**
 * Zones.
 *
 * @param availabilityZones in the order in which they were added
 */
public record AvailabilityZoneList(List<AvailabilityZone> availabilityZones) {}

package io.ebsnap.volume;

import io.ebsnap.device.ThinPoolName;
import io.ebsnap.device.ThinVolumes;
import java.util.Optional;

/**
 * What a zone has of logical volumes.
 *
 * @param volumes makes and finds them
 * @param pool that new targets, and images for fast restore, are made in; empty if these are files
 */
public record ThinZone(ThinVolumes volumes, Optional<ThinPoolName> pool) {}

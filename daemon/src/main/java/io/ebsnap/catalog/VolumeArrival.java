package io.ebsnap.catalog;

import java.time.Instant;

/**
 * That a part of a volume's content is there, durably.
 *
 * @param time when it was
 * @param bytes how much it was: of the blocks that had to be filled
 */
public record VolumeArrival(Instant time, long bytes) {}

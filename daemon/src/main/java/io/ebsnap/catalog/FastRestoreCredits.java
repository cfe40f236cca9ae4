package io.ebsnap.catalog;

import java.time.Instant;

/**
 * A balance of volume creation credits as it was at a time.
 *
 * @param parts a credit has 3,600,000 for each GiB of the snapshot, so that what a millisecond adds is a whole number
 * @param time when the balance was that
 */
public record FastRestoreCredits(long parts, Instant time) {}

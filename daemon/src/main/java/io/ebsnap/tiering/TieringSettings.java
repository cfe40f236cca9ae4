package io.ebsnap.tiering;

import java.time.Duration;

/**
 * How snapshots are moved.
 *
 * @param minimum how long one stays in the archive, unless it is said that that is known
 * @param threads that compress one
 * @param runningMax that are moved at a time; the others wait
 * @param level of compression, to be shown
 */
public record TieringSettings(Duration minimum, int threads, int runningMax, int level) {}

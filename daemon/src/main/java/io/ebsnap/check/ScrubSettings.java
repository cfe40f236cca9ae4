package io.ebsnap.check;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * How the store is verified that nobody has asked to be.
 *
 * @param period within which everything is verified once; zero for never
 * @param bytesPerSecond how fast at most, 1 or more
 * @param clock the time of day
 * @param nanoTime elapsed time
 */
public record ScrubSettings(Duration period, long bytesPerSecond, InstantSource clock, LongSupplier nanoTime) {}

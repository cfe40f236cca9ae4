package io.ebsnap.task;

import io.ebsnap.flight.CrashPoints;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What long work takes from outside, so that a test can hold it in its hands.
 *
 * @param clock the time of day
 * @param nanoClock elapsed nanoseconds
 * @param random for names; safe for use by several threads
 * @param crashPoints is told of each durable step
 */
public record Surroundings(
        InstantSource clock, LongSupplier nanoClock, RandomGenerator random, CrashPoints crashPoints) {}

package io.ebsnap.api;

import java.time.Instant;

/**
 * How many volumes may be complete when they appear.
 *
 * @param balance credits that are there; a volume takes a whole one
 * @param capacity how many there can be
 * @param perHour how many are added
 * @param nextTime when there is a whole one
 */
public record VolumeCreationCredits(double balance, double capacity, double perHour, Instant nextTime) {}

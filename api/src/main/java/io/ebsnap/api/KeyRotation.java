package io.ebsnap.api;

import java.time.Instant;

/**
 * A version of a key's material.
 *
 * @param keyId UUID
 * @param version counted from 1
 * @param rotationDate when it was made
 * @param rotationType {@code AUTOMATIC} or {@code ON_DEMAND}; {@code CREATION} for the first
 * @param exported whether a recovery file has it
 */
public record KeyRotation(String keyId, int version, Instant rotationDate, String rotationType, boolean exported) {}

package io.ebsnap.api;

/**
 * Something about a zone, in words.
 *
 * @param message one line
 */
public record AvailabilityZoneMessage(String message) {}

package io.ebsnap.metrics;

/**
 * A volume as it is measured.
 *
 * @param id {@code vol-...}
 * @param name the user's, or empty
 * @param sizeBytes how long it is
 */
public record MeasuredVolume(String id, String name, long sizeBytes) {}

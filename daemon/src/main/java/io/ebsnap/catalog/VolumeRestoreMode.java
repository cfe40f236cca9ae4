package io.ebsnap.catalog;

/**
 * How a volume of a snapshot began.
 *
 * @param fastRestored whether it was complete when it appeared
 * @param reason why so, in words; never empty
 */
public record VolumeRestoreMode(boolean fastRestored, String reason) {}

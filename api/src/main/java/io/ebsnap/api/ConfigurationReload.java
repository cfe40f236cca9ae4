package io.ebsnap.api;

/**
 * What came of reading the configuration anew.
 *
 * @param restartNeeded whether more was changed than what takes effect at once
 */
public record ConfigurationReload(boolean restartNeeded) {}

package io.ebsnap.api;

import java.time.Instant;
import java.util.List;

/**
 * What the last run of a policy came to.
 *
 * @param time when it began
 * @param failures what could not be done, in words, at most 20
 */
public record LifecycleLastRun(Instant time, List<String> failures) {}

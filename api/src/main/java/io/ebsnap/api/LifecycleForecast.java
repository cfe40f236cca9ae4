package io.ebsnap.api;

import java.time.Instant;
import java.util.List;

/**
 * What policies would do.
 *
 * @param from when it begins
 * @param until how far it goes
 * @param complete whether the occurrences are all until the end that was asked for
 * @param created how many snapshots are taken
 * @param deleted how many snapshots and copies are deleted
 * @param left how many there are at the end, of everybody; 0 where an account asks
 * @param most how many there are at any time, of everybody; 0 where an account asks
 * @param occurrences in their order
 */
public record LifecycleForecast(
        Instant from,
        Instant until,
        boolean complete,
        int created,
        int deleted,
        int left,
        int most,
        List<LifecycleOccurrence> occurrences) {}

package io.ebsnap.check;

import io.ebsnap.identity.StoreId;
import java.time.Instant;

/**
 * What care needs to know.
 *
 * @param store its name
 * @param created when
 * @param threads workers of one verification that somebody has asked for, 1 or more
 * @param scrub how the store is verified beside those
 */
public record CheckSettings(StoreId store, Instant created, int threads, ScrubSettings scrub) {}

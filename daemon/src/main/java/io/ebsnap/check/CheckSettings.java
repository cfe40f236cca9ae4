package io.ebsnap.check;

import io.ebsnap.identity.StoreId;
import java.time.Instant;

/**
 * What care needs to know.
 *
 * @param store its name
 * @param created when
 * @param threads workers of one verification, 1 or more
 */
public record CheckSettings(StoreId store, Instant created, int threads) {}

package io.ebsnap.api;

import java.util.List;

/**
 * How the store has grown.
 *
 * @param storeDays a line for each day on which the daemon ran, the oldest first; at most 3660
 */
public record StoreHistory(List<StoreDay> storeDays) {}

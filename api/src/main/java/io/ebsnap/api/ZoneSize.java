package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * What a zone holds of the store.
 *
 * @param zoneName by which people know it
 * @param state {@code available}, {@code degraded}, {@code syncing}, {@code unavailable}, {@code draining} or {@code drained}
 * @param objects packs, records and all else, counted there; absent if it cannot be read
 * @param objectBytes their length
 * @param freeBytes of its file system
 */
public record ZoneSize(
        String zoneName,
        String state,
        @Nullable Long objects,
        @Nullable Long objectBytes,
        @Nullable Long freeBytes) {}

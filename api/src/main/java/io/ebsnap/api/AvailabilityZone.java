package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A zone that the store is kept in.
 *
 * @param zoneName by which people know it
 * @param zoneId of its replica, 32 hexadecimal digits; absent while the store has only ever had one zone
 * @param state {@code available}, {@code degraded}, {@code syncing}, {@code unavailable}, {@code draining} or {@code drained}
 * @param messages what is wrong
 * @param storeDirectory where its replica is
 * @param progressPercent of syncing and draining
 * @param freeBytes of its file system
 */
public record AvailabilityZone(
        String zoneName,
        @Nullable String zoneId,
        String state,
        List<AvailabilityZoneMessage> messages,
        String storeDirectory,
        @Nullable Integer progressPercent,
        @Nullable Long freeBytes) {

    /** The state of a zone that has everything. */
    public static final String AVAILABLE = "available";
}

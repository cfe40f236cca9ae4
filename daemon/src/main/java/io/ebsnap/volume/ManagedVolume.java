package io.ebsnap.volume;

import io.ebsnap.catalog.ManagedVolumeRecord;
import java.util.List;

/**
 * A managed volume as it is now.
 *
 * @param record what is known of it durably
 * @param hydration how far its content has come
 * @param users who uses it, in words
 * @param trouble why it cannot be used; empty if it can
 * @param bytesMoved how much of it was copied to the zone that it moves to
 */
public record ManagedVolume(
        ManagedVolumeRecord record, HydrationProgress hydration, List<String> users, String trouble, long bytesMoved) {

    public ManagedVolume {
        users = List.copyOf(users);
    }
}

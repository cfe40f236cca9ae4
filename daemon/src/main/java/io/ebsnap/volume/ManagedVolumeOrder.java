package io.ebsnap.volume;

import io.ebsnap.catalog.Tag;
import io.ebsnap.identity.SnapshotId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A volume to be made.
 *
 * @param snapshot whose content it has; empty for a volume of zeros
 * @param sizeBytes how long it shall be; 0 is as long as the snapshot
 * @param name unique in the account, or empty
 * @param tags in the order given
 * @param zone where its target lies; empty is the only one, or the first
 * @param target the device or file that its bytes are to lie in, and whether what that holds may be lost; empty for a file of its own
 * @param hydration how it is filled
 * @param ownerId 12-digit account that it will belong to; null for the daemon's own
 */
public record ManagedVolumeOrder(
        Optional<SnapshotId> snapshot,
        long sizeBytes,
        String name,
        List<Tag> tags,
        String zone,
        Optional<NamedTarget> target,
        HydrationSettings hydration,
        @Nullable String ownerId) {

    public ManagedVolumeOrder {
        tags = List.copyOf(tags);
    }

    /** An order of the daemon's own account. */
    public ManagedVolumeOrder(
            Optional<SnapshotId> snapshot,
            long sizeBytes,
            String name,
            List<Tag> tags,
            String zone,
            Optional<NamedTarget> target,
            HydrationSettings hydration) {
        this(snapshot, sizeBytes, name, tags, zone, target, hydration, null);
    }

    /**
     * A target that the user named.
     *
     * @param path absolute
     * @param force whether what it holds may be lost
     */
    public record NamedTarget(String path, boolean force) {}
}

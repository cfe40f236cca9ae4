package io.ebsnap.volume;

import io.ebsnap.catalog.ClientToken;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.VolumePerformance;
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
 * @param encryption whether its target is encrypted
 * @param performance what tools read back of it
 * @param clientToken by which a second try of the order is known, or null
 */
public record ManagedVolumeOrder(
        Optional<SnapshotId> snapshot,
        long sizeBytes,
        String name,
        List<Tag> tags,
        String zone,
        Optional<NamedTarget> target,
        HydrationSettings hydration,
        @Nullable String ownerId,
        Encryption encryption,
        VolumePerformance performance,
        @Nullable ClientToken clientToken) {

    public ManagedVolumeOrder {
        tags = List.copyOf(tags);
    }

    /** An order that says nothing of performance, without a client token. */
    public ManagedVolumeOrder(
            Optional<SnapshotId> snapshot,
            long sizeBytes,
            String name,
            List<Tag> tags,
            String zone,
            Optional<NamedTarget> target,
            HydrationSettings hydration,
            @Nullable String ownerId,
            Encryption encryption) {
        this(
                snapshot,
                sizeBytes,
                name,
                tags,
                zone,
                target,
                hydration,
                ownerId,
                encryption,
                VolumePerformance.DEFAULT,
                null);
    }

    /** An order of the daemon's own account that says nothing of encryption. */
    public ManagedVolumeOrder(
            Optional<SnapshotId> snapshot,
            long sizeBytes,
            String name,
            List<Tag> tags,
            String zone,
            Optional<NamedTarget> target,
            HydrationSettings hydration) {
        this(snapshot, sizeBytes, name, tags, zone, target, hydration, null, Encryption.UNSAID);
    }

    /**
     * What is said of a target's encryption.
     *
     * @param wanted whether it is to be; empty is as new volumes are
     * @param key KMS key id or alias, if it is; empty for that of the snapshot, or without one the default key
     */
    public record Encryption(Optional<Boolean> wanted, Optional<String> key) {

        /** Nothing. */
        public static final Encryption UNSAID = new Encryption(Optional.empty(), Optional.empty());
    }

    /**
     * A target that the user named.
     *
     * @param path absolute
     * @param force whether what it holds may be lost
     */
    public record NamedTarget(String path, boolean force) {}
}

package io.ebsnap.snapshot;

import io.ebsnap.catalog.Tag;
import io.ebsnap.device.ConsistencyMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be taken.
 *
 * @param volumes ids, names or devices, each once, 1 to 64: of several one instant is taken, and they are a group
 * @param description at most 255 characters
 * @param tags at most 50, with different keys
 * @param copyTags whether each gets the tags of its volume too, but for those with a key of {@code tags}
 * @param consistency how the instant must be had; empty: the best way there is, never {@link ConsistencyMethod#FUZZY}
 * @param preHook command (for {@code /bin/sh -c}) to run before the instants are taken; null for none
 * @param postHook command to run after they were taken, or could not be; null for none
 * @param key KMS key id or alias; null for that of the volume, if its target is encrypted, and else the default key
 * @param ownerId 12-digit account that they will belong to; null for the daemon's own
 * @param defaultKey KMS key id or alias; null for the daemon's
 * @param standing what else is said
 */
public record SnapshotOrder(
        List<String> volumes,
        String description,
        List<Tag> tags,
        boolean copyTags,
        Optional<ConsistencyMethod> consistency,
        @Nullable String preHook,
        @Nullable String postHook,
        @Nullable String key,
        @Nullable String ownerId,
        @Nullable String defaultKey,
        Standing standing) {

    /** The longest that an order may wait for its turn. */
    public static final Duration PATIENCE_MAX = Duration.ofMinutes(10);

    public SnapshotOrder {
        volumes = List.copyOf(volumes);
        tags = List.copyOf(tags);
    }

    /** The same by somebody who waits that long, 0 to {@link #PATIENCE_MAX}, for another snapshot of one of the volumes where that is in the way. */
    public SnapshotOrder patient(Duration patience) {
        Standing patient = new Standing(standing.marks(), standing.hookTimeout(), standing.copyVolumeId(), patience);
        return new SnapshotOrder(
                volumes,
                description,
                tags,
                copyTags,
                consistency,
                preHook,
                postHook,
                key,
                ownerId,
                defaultKey,
                patient);
    }

    /**
     * What is said beside what is taken.
     *
     * @param marks tags that only the daemon gives
     * @param hookTimeout how long each hook may take; null for what is configured
     * @param copyVolumeId the volume that is made of it as a copy; null for somebody's snapshot
     * @param patience how long to wait, before anything else is done, for another snapshot that lets no instant of a volume be had;
     *     0 .. {@link SnapshotOrder#PATIENCE_MAX}
     */
    public record Standing(
            List<Tag> marks,
            @Nullable Duration hookTimeout,
            @Nullable String copyVolumeId,
            Duration patience) {

        /** Nothing. */
        public static final Standing NONE = new Standing(List.of(), null);

        public Standing {
            marks = List.copyOf(marks);
        }

        /** Of somebody's snapshot. */
        public Standing(List<Tag> marks, @Nullable Duration hookTimeout) {
            this(marks, hookTimeout, null, Duration.ZERO);
        }
    }

    /** An order by hand. */
    public SnapshotOrder(
            List<String> volumes,
            String description,
            List<Tag> tags,
            boolean copyTags,
            Optional<ConsistencyMethod> consistency,
            @Nullable String preHook,
            @Nullable String postHook,
            @Nullable String key,
            @Nullable String ownerId,
            @Nullable String defaultKey) {
        this(
                volumes,
                description,
                tags,
                copyTags,
                consistency,
                preHook,
                postHook,
                key,
                ownerId,
                defaultKey,
                Standing.NONE);
    }

    /** An order of the daemon's own account. */
    public SnapshotOrder(
            List<String> volumes,
            String description,
            List<Tag> tags,
            Optional<ConsistencyMethod> consistency,
            @Nullable String preHook,
            @Nullable String postHook,
            @Nullable String key) {
        this(volumes, description, tags, false, consistency, preHook, postHook, key, null, null);
    }

    /** An order for one volume with defaults for everything else. */
    public static SnapshotOrder of(String volume) {
        return new SnapshotOrder(List.of(volume), "", List.of(), Optional.empty(), null, null, null);
    }
}

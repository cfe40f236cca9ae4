package io.ebsnap.snapshot;

import io.ebsnap.catalog.Tag;
import io.ebsnap.identity.SnapshotId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be copied.
 *
 * @param source completed
 * @param description of the copy; at most 255 characters
 * @param tags of the copy; at most 50, with different keys
 * @param copyTags whether it gets the source's tags too, but for those of a key that {@code tags} has
 * @param key KMS key id, alias or ARN that the copy is sealed under; null for the source's key
 * @param ownerId 12-digit account that the copy will belong to; null for the daemon's own
 * @param marks tags that only the daemon gives
 */
public record SnapshotCopyOrder(
        SnapshotId source,
        String description,
        List<Tag> tags,
        boolean copyTags,
        @Nullable String key,
        @Nullable String ownerId,
        List<Tag> marks) {

    public SnapshotCopyOrder {
        tags = List.copyOf(tags);
        marks = List.copyOf(marks);
    }

    /** An order without marks. */
    public SnapshotCopyOrder(
            SnapshotId source,
            String description,
            List<Tag> tags,
            boolean copyTags,
            @Nullable String key,
            @Nullable String ownerId) {
        this(source, description, tags, copyTags, key, ownerId, List.of());
    }

    /** An order of the daemon's own account. */
    public SnapshotCopyOrder(
            SnapshotId source, String description, List<Tag> tags, boolean copyTags, @Nullable String key) {
        this(source, description, tags, copyTags, key, null, List.of());
    }
}

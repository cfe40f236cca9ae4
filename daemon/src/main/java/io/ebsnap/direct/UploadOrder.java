package io.ebsnap.direct;

import io.ebsnap.catalog.Tag;
import io.ebsnap.identity.SnapshotId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot to be written block by block.
 *
 * @param account that it is to belong to, 12 digits
 * @param volumeGibibytes size of the volume
 * @param parent whose blocks it begins with; null for none
 * @param description the user's words; null for none
 * @param tags of it
 * @param clientToken by which a repeated order is known; null for none
 * @param sealing under which key
 * @param timeoutMinutes how long nothing may be put; null for {@link #TIMEOUT_MINUTES}
 */
public record UploadOrder(
        String account,
        long volumeGibibytes,
        @Nullable SnapshotId parent,
        @Nullable String description,
        List<Tag> tags,
        @Nullable String clientToken,
        Sealing sealing,
        @Nullable Integer timeoutMinutes) {

    /** How long nothing may be put, where nothing else was said. */
    public static final int TIMEOUT_MINUTES = 60;

    /**
     * Under which key a snapshot is sealed. One with a parent is sealed under the parent's, and says nothing.
     *
     * @param encrypted whether the client asks for it; null if it says nothing
     * @param key KMS key id, alias or ARN that the client names; null for the default one
     * @param defaultKey which that is; null for the region's
     */
    public record Sealing(
            @Nullable Boolean encrypted,
            @Nullable String key,
            @Nullable String defaultKey) {

        /** Nothing is said. */
        public static final Sealing UNSAID = new Sealing(null, null, null);
    }

    public UploadOrder {
        tags = List.copyOf(tags);
    }

    /** The same for an account, under keys that it may use. */
    public UploadOrder by(String other, Sealing keys) {
        return new UploadOrder(other, volumeGibibytes, parent, description, tags, clientToken, keys, timeoutMinutes);
    }
}

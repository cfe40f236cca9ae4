package io.ebsnap.format;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a KMS key that was deleted: its material is destroyed, or about to be where a token has it. It is the evidence on whose ground wrapped domain keys are destroyed too,
 * and keeps a recovery file from bringing the key back.
 *
 * @param keyId its name
 * @param deletionDate when it was deleted
 * @param inToken material that a token still has; null for none
 */
public record DeletedKey(
        UUID keyId, Instant deletionDate, @Nullable InToken inToken) {

    /**
     * Material that a token still has.
     *
     * @param token its label
     * @param versions the highest number of a version
     */
    public record InToken(String token, int versions) {
        public InToken {
            Objects.requireNonNull(token, "Token");
            if (versions < 1 || versions > KeystoreContent.VERSIONS_MAX) {
                throw new IllegalArgumentException(versions + " versions in a token");
            }
        }
    }

    public DeletedKey {
        Objects.requireNonNull(keyId, "KeyId");
        Objects.requireNonNull(deletionDate, "DeletionDate");
    }

    /** A key of which nothing is left. */
    public static DeletedKey of(UUID keyId, Instant deletionDate) {
        return new DeletedKey(keyId, deletionDate, null);
    }
}

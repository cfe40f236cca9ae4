package io.ebsnap.format;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * What is left of a KMS key whose material was destroyed. It is the evidence on whose ground wrapped domain keys are destroyed too,
 * and keeps a recovery file from bringing the key back.
 *
 * @param keyId its name
 * @param deletionDate when it was deleted
 */
public record DeletedKey(UUID keyId, Instant deletionDate) {

    public DeletedKey {
        Objects.requireNonNull(keyId, "KeyId");
        Objects.requireNonNull(deletionDate, "DeletionDate");
    }
}

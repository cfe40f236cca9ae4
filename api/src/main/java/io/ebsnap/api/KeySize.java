package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * What is stored under a KMS key.
 *
 * @param kmsKeyId ARN of the key
 * @param snapshots that are completed
 * @param snapshotBytes their content, counted as if nothing were shared
 * @param packs how many
 * @param packBytes their length
 * @param chunks what the block maps say; absent if they cannot be read, mostly because the key is disabled
 */
public record KeySize(
        String kmsKeyId,
        long snapshots,
        long snapshotBytes,
        long packs,
        long packBytes,
        @Inlined @Nullable ChunkSizes chunks) {}

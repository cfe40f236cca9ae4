package io.ebsnap.snapshot;

import java.util.Optional;

/**
 * What is stored under one data key.
 *
 * @param domainId 32 hexadecimal digits
 * @param kmsKeyId UUID of the KMS key
 * @param snapshots how many are completed
 * @param fullBytes their content, holes not counted, as if nothing were shared
 * @param packs how many, in the store and in its archive
 * @param packBytes their length
 * @param count what the block maps say; empty where they cannot be read, mostly because the key is not to be had
 */
public record DomainUsage(
        String domainId,
        String kmsKeyId,
        long snapshots,
        long fullBytes,
        long packs,
        long packBytes,
        Optional<ChunkUsage> count) {}

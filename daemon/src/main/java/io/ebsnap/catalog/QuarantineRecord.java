package io.ebsnap.catalog;

import java.time.Instant;

/**
 * A chunk that was found damaged, and where: its place is not used again.
 *
 * @param packId 32 hexadecimal digits
 * @param chunkId 64 hexadecimal digits
 * @param reason what was found
 * @param found when
 */
public record QuarantineRecord(String packId, String chunkId, String reason, Instant found) implements CatalogRecord {

    /** One record for each pack and chunk; a chunk id's first half is enough within a pack. */
    @Override
    public String catalogId() {
        return packId + "-" + chunkId.substring(0, 32);
    }
}

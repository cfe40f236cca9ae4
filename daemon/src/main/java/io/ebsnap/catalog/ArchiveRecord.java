package io.ebsnap.catalog;

import java.time.Instant;

/**
 * That the store has an archive. There is one, or none before the first snapshot is archived.
 *
 * @param archiveId 32 hex digits: that which the archive's place says of itself
 * @param createTime when it was made
 */
public record ArchiveRecord(String archiveId, Instant createTime) implements CatalogRecord {

    /** The only id. */
    public static final String ID = "archive";

    @Override
    public String catalogId() {
        return ID;
    }
}

package io.ebsnap.catalog;

import java.time.Instant;

/**
 * Whoever told what changed in a volume was found to be wrong. There is one of a volume, the latest, until a person has seen to it or the volume is gone.
 *
 * @param volumeId {@code vol-...}
 * @param tracker who was wrong
 * @param block that it called unchanged, and that was changed
 * @param snapshotId the snapshot that found it
 * @param found when
 */
public record ContradictionRecord(String volumeId, String tracker, long block, String snapshotId, Instant found)
        implements CatalogRecord {

    @Override
    public String catalogId() {
        return volumeId;
    }
}

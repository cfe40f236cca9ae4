package io.ebsnap.catalog;

import java.time.Instant;

/**
 * A snapshot that a remote copies from here over connections that are made from here, until the copy has ended.
 *
 * @param copySnapshotId the copy's id there; the id of the record
 * @param snapshotId that is copied
 * @param fingerprint of the remote's certificate
 * @param startTime when it was ordered
 */
public record PushRecord(String copySnapshotId, String snapshotId, String fingerprint, Instant startTime)
        implements CatalogRecord {

    @Override
    public String catalogId() {
        return copySnapshotId;
    }
}

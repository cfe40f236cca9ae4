package io.ebsnap.catalog;

/**
 * The blocks of a snapshot that users of volumes made from it read first, in that order: what the next volume is filled with first.
 *
 * @param snapshotId {@code snap-...}
 * @param starts how many uses it was learnt from
 * @param blocks their indexes in Base64 without padding: each as the difference to the one before, zigzag, in groups of seven bits, lowest first
 */
public record FirstTouchRecord(String snapshotId, int starts, String blocks) implements CatalogRecord {

    @Override
    public String catalogId() {
        return snapshotId;
    }
}

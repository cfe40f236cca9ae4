package io.ebsnap.catalog;

/**
 * A kind of catalog record.
 *
 * @param name the segment of the object name that stands for it
 * @param type of the records
 * @param sealed whether its body is sealed under the store's own domain
 * @param <R> the type of its records
 */
public record CatalogKind<R extends CatalogRecord>(String name, Class<R> type, boolean sealed) {

    public static final CatalogKind<SnapshotRecord> SNAPSHOT =
            new CatalogKind<>("snapshot", SnapshotRecord.class, true);
    public static final CatalogKind<VolumeRecord> VOLUME = new CatalogKind<>("volume", VolumeRecord.class, true);
    /** Not sealed: what it holds is wrapped, and it is needed to open the others. */
    public static final CatalogKind<DataKeyRecord> DATA_KEY = new CatalogKind<>("data-key", DataKeyRecord.class, false);

    public static final CatalogKind<QuarantineRecord> QUARANTINE =
            new CatalogKind<>("quarantine", QuarantineRecord.class, true);
}

package io.ebsnap.catalog;

/** A value in the catalog. */
public sealed interface CatalogRecord
        permits SnapshotRecord,
                ManagedVolumeRecord,
                FirstTouchRecord,
                NbdExportRecord,
                FastRestoreRecord,
                VolumeRecord,
                DataKeyRecord,
                QuarantineRecord,
                ContradictionRecord,
                RegionSettingsRecord {

    /** Its id within its kind, in the form of a segment of an object name. */
    String catalogId();
}

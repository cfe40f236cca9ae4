package io.ebsnap.catalog;

/** A value in the catalog. */
public sealed interface CatalogRecord
        permits OwnedRecord,
                FirstTouchRecord,
                DataKeyRecord,
                QuarantineRecord,
                ContradictionRecord,
                RegionSettingsRecord,
                AccountSettingsRecord,
                PushRecord,
                ArchiveRecord,
                LifecycleProgressRecord,
                ImageExecutionRecord {

    /** Its id within its kind, in the form of a segment of an object name. */
    String catalogId();
}

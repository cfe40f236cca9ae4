package io.ebsnap.catalog;

import org.jspecify.annotations.Nullable;

/** A record of something that belongs to an account. */
public sealed interface OwnedRecord extends CatalogRecord
        permits SnapshotRecord,
                ManagedVolumeRecord,
                NbdExportRecord,
                FastRestoreRecord,
                VolumeRecord,
                RemoteRecord,
                LifecyclePolicyRecord,
                SnapshotLockRecord,
                RetentionRuleRecord,
                ImageRecord,
                ImageLaunchRecord,
                AccessKeyRecord {

    /** 12-digit account; null for the daemon's own, which is configured. */
    @Nullable
    String ownerId();
}

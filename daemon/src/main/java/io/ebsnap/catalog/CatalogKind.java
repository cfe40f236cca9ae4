package io.ebsnap.catalog;

import java.util.List;
import java.util.Optional;

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
    public static final CatalogKind<ManagedVolumeRecord> MANAGED_VOLUME =
            new CatalogKind<>("managed-volume", ManagedVolumeRecord.class, true);
    public static final CatalogKind<FirstTouchRecord> FIRST_TOUCH =
            new CatalogKind<>("first-touch", FirstTouchRecord.class, true);
    public static final CatalogKind<NbdExportRecord> NBD_EXPORT =
            new CatalogKind<>("nbd-export", NbdExportRecord.class, true);
    public static final CatalogKind<FastRestoreRecord> FAST_RESTORE =
            new CatalogKind<>("fast-restore", FastRestoreRecord.class, true);
    /** Not sealed: what it holds is wrapped, and it is needed to open the others. */
    public static final CatalogKind<DataKeyRecord> DATA_KEY = new CatalogKind<>("data-key", DataKeyRecord.class, false);

    public static final CatalogKind<QuarantineRecord> QUARANTINE =
            new CatalogKind<>("quarantine", QuarantineRecord.class, true);

    public static final CatalogKind<ContradictionRecord> CONTRADICTION =
            new CatalogKind<>("contradiction", ContradictionRecord.class, true);

    public static final CatalogKind<RegionSettingsRecord> REGION_SETTINGS =
            new CatalogKind<>("region-settings", RegionSettingsRecord.class, true);

    public static final CatalogKind<AccountSettingsRecord> ACCOUNT_SETTINGS =
            new CatalogKind<>("account-settings", AccountSettingsRecord.class, true);

    public static final CatalogKind<RemoteRecord> REMOTE = new CatalogKind<>("remote", RemoteRecord.class, true);

    public static final CatalogKind<PushRecord> PUSH = new CatalogKind<>("push", PushRecord.class, true);

    public static final CatalogKind<ArchiveRecord> ARCHIVE = new CatalogKind<>("archive", ArchiveRecord.class, true);
    public static final CatalogKind<LifecyclePolicyRecord> LIFECYCLE_POLICY =
            new CatalogKind<>("lifecycle-policy", LifecyclePolicyRecord.class, true);

    public static final CatalogKind<LifecycleProgressRecord> LIFECYCLE_PROGRESS =
            new CatalogKind<>("lifecycle-progress", LifecycleProgressRecord.class, true);
    public static final CatalogKind<SnapshotLockRecord> SNAPSHOT_LOCK =
            new CatalogKind<>("snapshot-lock", SnapshotLockRecord.class, true);

    public static final CatalogKind<RetentionRuleRecord> RETENTION_RULE =
            new CatalogKind<>("retention-rule", RetentionRuleRecord.class, true);
    public static final CatalogKind<ImageRecord> IMAGE = new CatalogKind<>("image", ImageRecord.class, true);

    public static final CatalogKind<ImageLaunchRecord> IMAGE_LAUNCH =
            new CatalogKind<>("image-launch", ImageLaunchRecord.class, true);

    public static final CatalogKind<ImageExecutionRecord> IMAGE_EXECUTION =
            new CatalogKind<>("image-execution", ImageExecutionRecord.class, true);

    public static final CatalogKind<AccessKeyRecord> ACCESS_KEY =
            new CatalogKind<>("access-key", AccessKeyRecord.class, true);

    /** Every kind. */
    public static final List<CatalogKind<?>> ALL = List.of(
            SNAPSHOT,
            VOLUME,
            MANAGED_VOLUME,
            FIRST_TOUCH,
            NBD_EXPORT,
            FAST_RESTORE,
            DATA_KEY,
            QUARANTINE,
            CONTRADICTION,
            REGION_SETTINGS,
            ACCOUNT_SETTINGS,
            REMOTE,
            PUSH,
            ARCHIVE,
            LIFECYCLE_POLICY,
            LIFECYCLE_PROGRESS,
            SNAPSHOT_LOCK,
            RETENTION_RULE,
            IMAGE,
            IMAGE_LAUNCH,
            IMAGE_EXECUTION,
            ACCESS_KEY);

    /** The kind of a name, if this program knows it. */
    public static Optional<CatalogKind<?>> named(String name) {
        for (CatalogKind<?> kind : ALL) {
            if (kind.name().equals(name)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}

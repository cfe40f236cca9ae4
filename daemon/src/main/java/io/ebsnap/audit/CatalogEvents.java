package io.ebsnap.audit;

import io.ebsnap.catalog.AccessKeyRecord;
import io.ebsnap.catalog.AccountSettingsRecord;
import io.ebsnap.catalog.ArchiveRecord;
import io.ebsnap.catalog.BlockPublicAccess;
import io.ebsnap.catalog.CatalogRecord;
import io.ebsnap.catalog.ContradictionRecord;
import io.ebsnap.catalog.CreateVolumePermission;
import io.ebsnap.catalog.DataKeyRecord;
import io.ebsnap.catalog.FastRestoreRecord;
import io.ebsnap.catalog.FirstTouchRecord;
import io.ebsnap.catalog.ImageExecutionRecord;
import io.ebsnap.catalog.ImageLaunchRecord;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.LifecyclePolicyRecord;
import io.ebsnap.catalog.LifecycleProgressRecord;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.NbdExportRecord;
import io.ebsnap.catalog.PushRecord;
import io.ebsnap.catalog.QuarantineRecord;
import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.RegionSettingsRecord;
import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.catalog.RetentionRuleLock;
import io.ebsnap.catalog.RetentionRuleRecord;
import io.ebsnap.catalog.SnapshotLockRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tiering;
import io.ebsnap.catalog.VolumeCopy;
import io.ebsnap.catalog.VolumeMove;
import io.ebsnap.catalog.VolumeMoveState;
import io.ebsnap.catalog.VolumeRecord;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what changes of the catalog's records mean. Names are those of EBS's own events where it has the event. */
final class CatalogEvents {

    private static final String SUCCEEDED = "succeeded";

    private CatalogEvents() {}

    /** What the making of a record means; empty if it is nothing that anybody waits for. */
    static Optional<CatalogEvent> made(CatalogRecord record) {
        return switch (record) {
            case SnapshotRecord snapshot when isOfCopy(snapshot) -> Optional.empty();
            case SnapshotRecord snapshot -> Optional.of(snapshot(snapshot, making(snapshot), made(snapshot)));
            case VolumeRecord volume ->
                Optional.of(CatalogEvent.of("registerVolume", SUCCEEDED, volume.volumeId())
                        .with(Map.of("Device", volume.device())));
            case ManagedVolumeRecord volume -> Optional.of(createVolume(volume).with(size(volume)));
            case FastRestoreRecord restore -> Optional.of(fastRestore(restore));
            case NbdExportRecord export -> Optional.of(export("createExport", export));
            case DataKeyRecord key -> Optional.of(dataKey("createDataKey", key));
            case QuarantineRecord bad ->
                Optional.of(quarantine("quarantineChunk", bad).because(bad.reason()));
            case ContradictionRecord lie -> Optional.of(contradiction(lie));
            case RegionSettingsRecord settings -> Optional.of(settings(settings));
            case AccountSettingsRecord settings -> Optional.of(account(settings));
            case RemoteRecord remote -> Optional.of(remote("addRemote", remote));
            case PushRecord push -> Optional.of(push("pending", push));
            case ArchiveRecord archive -> Optional.of(archive("createArchive", archive));
            case LifecyclePolicyRecord policy -> Optional.of(policy("createLifecyclePolicy", policy));
            case LifecycleProgressRecord progress -> Optional.empty();
            case SnapshotLockRecord lock -> Optional.of(lock("lockSnapshot", lock));
            case RetentionRuleRecord rule -> Optional.of(rule("createRule", rule));
            case ImageRecord image ->
                Optional.of(image("createImage", image.state().word(), image));
            case ImageLaunchRecord launch -> Optional.of(launch(launch));
            case ImageExecutionRecord execution -> Optional.of(execution(execution));
            case AccessKeyRecord key -> Optional.of(accessKey("createAccessKey", key));
            case FirstTouchRecord learnt -> Optional.empty();
        };
    }

    /** What it means that one record has become another. */
    static Optional<CatalogEvent> changed(CatalogRecord before, CatalogRecord after) {
        return switch (after) {
            case SnapshotRecord now when isOfCopy(now) -> Optional.empty();
            case SnapshotRecord now when before instanceof SnapshotRecord then -> Optional.of(changed(then, now));
            case VolumeRecord now -> Optional.of(CatalogEvent.of("modifyVolume", SUCCEEDED, now.volumeId()));
            case ManagedVolumeRecord now when before instanceof ManagedVolumeRecord then -> changed(then, now);
            case FastRestoreRecord now
            when before instanceof FastRestoreRecord then ->
                now.state() == then.state() ? Optional.empty() : Optional.of(fastRestore(now));
            case NbdExportRecord now -> Optional.of(export("modifyExport", now));
            case DataKeyRecord now -> Optional.of(dataKey("modifyDataKey", now));
            case ContradictionRecord now -> Optional.of(contradiction(now));
            case RegionSettingsRecord now -> Optional.of(settings(now));
            case AccountSettingsRecord now -> Optional.of(account(now));
            case RemoteRecord now -> Optional.of(remote("modifyRemote", now));
            case LifecyclePolicyRecord now -> Optional.of(policy("updateLifecyclePolicy", now));
            case SnapshotLockRecord now -> Optional.of(lock("lockSnapshot", now));
            case RetentionRuleRecord now -> Optional.of(rule("updateRule", now));
            case ImageRecord now when before instanceof ImageRecord then -> Optional.of(changed(then, now));
            case ImageLaunchRecord now -> Optional.of(launch(now));
            case ImageExecutionRecord now
            when before instanceof ImageExecutionRecord then ->
                now.state() == then.state() ? Optional.empty() : Optional.of(execution(now));
            default -> Optional.empty();
        };
    }

    /** What it means that a record is gone. */
    static Optional<CatalogEvent> deleted(CatalogRecord record) {
        return switch (record) {
            case SnapshotRecord snapshot when isOfCopy(snapshot) -> Optional.empty();
            case SnapshotRecord snapshot -> Optional.of(snapshot(snapshot, "deleteSnapshot", SUCCEEDED));
            case VolumeRecord volume -> Optional.of(CatalogEvent.of("deregisterVolume", SUCCEEDED, volume.volumeId()));
            case ManagedVolumeRecord volume ->
                Optional.of(CatalogEvent.of("deleteVolume", "deleted", volume.volumeId()));
            case FastRestoreRecord restore -> Optional.empty();
            case NbdExportRecord export -> Optional.of(export("deleteExport", export));
            case DataKeyRecord key -> Optional.of(dataKey("deleteDataKey", key));
            case QuarantineRecord bad -> Optional.of(quarantine("releaseChunk", bad));
            case ContradictionRecord lie -> Optional.empty();
            case RegionSettingsRecord settings -> Optional.of(settings(RegionSettingsRecord.UNSAID));
            case AccountSettingsRecord settings ->
                Optional.of(account(new AccountSettingsRecord(settings.accountId(), BlockPublicAccess.UNBLOCKED)));
            case RemoteRecord remote -> Optional.of(remote("removeRemote", remote));
            case PushRecord push -> Optional.of(push("ended", push));
            case ArchiveRecord archive -> Optional.of(archive("deleteArchive", archive));
            case LifecyclePolicyRecord policy -> Optional.of(policy("deleteLifecyclePolicy", policy));
            case LifecycleProgressRecord progress -> Optional.empty();
            case SnapshotLockRecord lock -> Optional.of(lock("unlockSnapshot", lock));
            case RetentionRuleRecord rule -> Optional.of(rule("deleteRule", rule));
            case ImageRecord image -> Optional.of(image("deregisterImage", SUCCEEDED, image));
            case ImageLaunchRecord launch ->
                Optional.of(CatalogEvent.of("terminateImageLaunch", SUCCEEDED, launch.launchId(), launch.imageId()));
            case ImageExecutionRecord execution -> Optional.empty();
            case AccessKeyRecord key -> Optional.of(accessKey("deleteAccessKey", key));
            case FirstTouchRecord learnt -> Optional.empty();
        };
    }

    /** It is a part of the copy, whose events tell of it. */
    private static boolean isOfCopy(SnapshotRecord snapshot) {
        return snapshot.origin().copyVolumeId() != null;
    }

    private static CatalogEvent changed(SnapshotRecord then, SnapshotRecord now) {
        if (then.state() == now.state() && !Objects.equals(then.tiering(), now.tiering()) && now.tiering() != null) {
            return moved(now, now.tiering());
        }
        if (then.visible() != now.visible()) {
            return snapshot(now, now.visible() ? "restoreSnapshotFromRecycleBin" : "recycleSnapshot", SUCCEEDED)
                    .with(stay(now.recycleBin()));
        }
        if (then.state() == now.state()) {
            return Objects.equals(then.createVolumePermission(), now.createVolumePermission())
                    ? snapshot(now, "modifySnapshot", SUCCEEDED)
                    : shared(now);
        }
        return snapshot(now, making(now), made(now)).because(now.stateMessage());
    }

    private static CatalogEvent moved(SnapshotRecord snapshot, Tiering moves) {
        String expiry = moves.restoreExpiryTime() == null ? "" : String.valueOf(moves.restoreExpiryTime());
        String action = switch (moves.lastTieringOperationStatus()) {
            case ARCHIVAL_IN_PROGRESS, ARCHIVAL_COMPLETED, ARCHIVAL_FAILED -> "archiveSnapshot";
            case TEMPORARY_RESTORE_IN_PROGRESS, TEMPORARY_RESTORE_FAILED -> "temporaryRestoreSnapshot";
            case TEMPORARY_RESTORE_COMPLETED -> expiry.isEmpty() ? "restoreExpiry" : "temporaryRestoreSnapshot";
            case PERMANENT_RESTORE_IN_PROGRESS, PERMANENT_RESTORE_COMPLETED, PERMANENT_RESTORE_FAILED ->
                "permanentRestoreSnapshot";
        };
        String word = moves.lastTieringOperationStatus().word();
        String result = word.endsWith("failed") ? "failed" : word.endsWith("completed") ? SUCCEEDED : "pending";
        return snapshot(snapshot, action, result)
                .because(moves.lastTieringOperationStatusDetail())
                .with(Map.of("StorageTier", snapshot.storageTier(), "RestoreExpiryTime", expiry));
    }

    private static CatalogEvent accessKey(String action, AccessKeyRecord key) {
        return CatalogEvent.of(action, SUCCEEDED)
                .with(Map.of("AccessKeyId", key.accessKeyId(), "UserName", key.userName()));
    }

    private static CatalogEvent archive(String action, ArchiveRecord archive) {
        return CatalogEvent.of(action, SUCCEEDED).with(Map.of("ArchiveId", archive.archiveId()));
    }

    private static String making(SnapshotRecord snapshot) {
        return snapshot.origin().copied() ? "copySnapshot" : "createSnapshot";
    }

    private static String made(SnapshotRecord snapshot) {
        return switch (snapshot.state()) {
            case COMPLETED -> SUCCEEDED;
            case ERROR -> "failed";
            case PENDING -> word(snapshot.state());
        };
    }

    private static Optional<CatalogEvent> changed(ManagedVolumeRecord then, ManagedVolumeRecord now) {
        if (then.state() != now.state()) {
            return Optional.of(
                    switch (now.state()) {
                        case CREATING, AVAILABLE -> createVolume(now);
                        case DELETING -> CatalogEvent.of("deleteVolume", word(now.state()), now.volumeId());
                    });
        }
        VolumeCopy copy = now.copy();
        if (copy != null && !copy.message().isEmpty() && !copy.equals(then.copy())) {
            return Optional.of(CatalogEvent.of("createVolume", "failed", now.volumeId(), copy.sourceVolumeId())
                    .because(copy.message()));
        }
        if (then.visible() != now.visible()) {
            return Optional.of(CatalogEvent.of(
                            now.visible() ? "restoreVolumeFromRecycleBin" : "recycleVolume", SUCCEEDED, now.volumeId())
                    .with(stay(now.recycleBin())));
        }
        if (then.sizeBytes() != now.sizeBytes() || !Objects.equals(then.performance(), now.performance())) {
            return Optional.of(
                    CatalogEvent.of("modifyVolume", "completed", now.volumeId()).with(size(now)));
        }
        return Objects.equals(then.move(), now.move()) ? origin(then, now) : Optional.of(move(then, now));
    }

    private static CatalogEvent createVolume(ManagedVolumeRecord volume) {
        VolumeCopy copy = volume.copy();
        String result = word(volume.state());
        return copy == null
                ? CatalogEvent.of("createVolume", result, volume.volumeId())
                : CatalogEvent.of("createVolume", result, volume.volumeId(), copy.sourceVolumeId());
    }

    private static CatalogEvent move(ManagedVolumeRecord then, ManagedVolumeRecord now) {
        VolumeMove before = then.move();
        VolumeMove move = now.move();
        CatalogEvent event =
                CatalogEvent.of("moveVolume", move == null ? ended(before) : word(move.state()), now.volumeId());
        String other = move == null ? zone(before) : zone(move);
        return event.because(move == null ? "" : move.message())
                .with(Map.of("AvailabilityZone", now.zone(), "OtherAvailabilityZone", other));
    }

    private static String ended(@Nullable VolumeMove move) {
        return move != null && move.state() == VolumeMoveState.OPTIMIZING ? "completed" : "cancelled";
    }

    private static String zone(@Nullable VolumeMove move) {
        return move == null ? "" : move.zone();
    }

    private static Optional<CatalogEvent> origin(ManagedVolumeRecord then, ManagedVolumeRecord now) {
        if (now.origin() == null) {
            return Optional.empty();
        }
        String before = then.origin() == null ? "" : then.origin().snapshotId();
        if (!before.equals(now.origin().snapshotId())) {
            return Optional.of(CatalogEvent.of(
                    "rollBackVolume", SUCCEEDED, now.volumeId(), now.origin().snapshotId()));
        }
        boolean wasFilled = then.origin() != null && then.origin().hydration() != null;
        return now.origin().hydration() == null || wasFilled
                ? Optional.empty()
                : Optional.of(CatalogEvent.of("initializeVolume", "completed", now.volumeId()));
    }

    private static CatalogEvent snapshot(SnapshotRecord snapshot, String action, String result) {
        CatalogEvent event = CatalogEvent.of(action, result, snapshot.snapshotId(), snapshot.volumeId());
        return snapshot.origin().copied()
                ? event.with(Map.of(
                        "SourceSnapshotId",
                        snapshot.origin().device(),
                        "Incremental",
                        String.valueOf(snapshot.origin().parentSnapshotId() != null)))
                : event;
    }

    private static CatalogEvent fastRestore(FastRestoreRecord restore) {
        return CatalogEvent.of("fastSnapshotRestore", word(restore.state()), restore.snapshotId())
                .because(restore.message())
                .with(Map.of(
                        "AvailabilityZone",
                        restore.availabilityZone(),
                        "StateTransitionReason",
                        restore.stateTransitionReason()));
    }

    private static CatalogEvent export(String action, NbdExportRecord export) {
        return CatalogEvent.of(action, SUCCEEDED, export.resourceId()).with(Map.of("Name", export.name()));
    }

    private static CatalogEvent dataKey(String action, DataKeyRecord key) {
        return CatalogEvent.of(action, SUCCEEDED, key.kmsKeyId()).with(Map.of("DomainId", key.domainId()));
    }

    private static CatalogEvent quarantine(String action, QuarantineRecord bad) {
        return CatalogEvent.of(action, SUCCEEDED).with(Map.of("PackId", bad.packId(), "ChunkId", bad.chunkId()));
    }

    private static CatalogEvent contradiction(ContradictionRecord lie) {
        return CatalogEvent.of("trackerContradiction", "found", lie.volumeId(), lie.snapshotId())
                .with(Map.of("Tracker", lie.tracker(), "Block", String.valueOf(lie.block())));
    }

    private static CatalogEvent settings(RegionSettingsRecord settings) {
        return CatalogEvent.of("modifyEbsDefaults", SUCCEEDED)
                .with(Map.of(
                        "EbsEncryptionByDefault",
                        String.valueOf(settings.ebsEncryptionByDefault()),
                        "KmsKeyId",
                        settings.kmsKeyId() == null ? "" : settings.kmsKeyId()));
    }

    private static CatalogEvent shared(SnapshotRecord snapshot) {
        CreateVolumePermission permission = snapshot.createVolumePermission();
        return snapshot(snapshot, "modifySnapshotAttribute", SUCCEEDED)
                .with(Map.of(
                        "UserIds",
                        permission == null ? "" : String.join(",", permission.userIds()),
                        "Group",
                        permission != null && permission.all() ? "all" : ""));
    }

    private static CatalogEvent account(AccountSettingsRecord settings) {
        return CatalogEvent.of("modifySnapshotBlockPublicAccess", SUCCEEDED)
                .with(Map.of(
                        "AccountId",
                        settings.accountId(),
                        "State",
                        settings.snapshotBlockPublicAccess().word()));
    }

    private static CatalogEvent push(String result, PushRecord push) {
        return CatalogEvent.of("pushSnapshot", result, push.snapshotId())
                .with(Map.of("CopySnapshotId", push.copySnapshotId(), "Fingerprint", push.fingerprint()));
    }

    private static Map<String, String> stay(@Nullable RecycleBinStay stay) {
        return stay == null
                ? Map.of()
                : Map.of(
                        "RuleIdentifier",
                        stay.ruleIdentifier(),
                        "RecycleBinExitTime",
                        stay.exitTime().toString());
    }

    private static CatalogEvent rule(String action, RetentionRuleRecord rule) {
        RetentionRuleLock lock = rule.lock();
        return CatalogEvent.of(action, SUCCEEDED)
                .with(Map.of(
                        "Identifier",
                        rule.identifier(),
                        "ResourceType",
                        rule.resourceType().name(),
                        "RetentionPeriod",
                        String.valueOf(rule.retentionPeriod()),
                        "UnlockDelay",
                        lock == null ? "" : String.valueOf(lock.unlockDelay()),
                        "LockEndTime",
                        lock == null || lock.lockEndTime() == null
                                ? ""
                                : lock.lockEndTime().toString()));
    }

    private static CatalogEvent lock(String action, SnapshotLockRecord lock) {
        return CatalogEvent.of(action, SUCCEEDED, lock.snapshotId())
                .with(Map.of(
                        "LockMode",
                        lock.lockMode().word(),
                        "LockDuration",
                        String.valueOf(lock.lockDuration()),
                        "LockExpiresOn",
                        lock.lockExpiresOn() == null ? "" : lock.lockExpiresOn().toString(),
                        "CoolOffPeriodExpiresOn",
                        lock.coolOffPeriodExpiresOn() == null
                                ? ""
                                : lock.coolOffPeriodExpiresOn().toString()));
    }

    private static CatalogEvent remote(String action, RemoteRecord remote) {
        return CatalogEvent.of(action, SUCCEEDED)
                .with(Map.of(
                        "Name",
                        remote.name(),
                        "Fingerprint",
                        remote.fingerprint(),
                        "MayRead",
                        String.valueOf(remote.mayRead()),
                        "MayWrite",
                        String.valueOf(remote.mayWrite())));
    }

    private static CatalogEvent policy(String action, LifecyclePolicyRecord policy) {
        return CatalogEvent.of(action, SUCCEEDED, policy.policyId())
                .with(Map.of("State", policy.enabled() ? "ENABLED" : "DISABLED"));
    }

    private static CatalogEvent changed(ImageRecord then, ImageRecord now) {
        if (then.state() != now.state()) {
            return image("createImage", now.state().word(), now).because(now.stateMessage());
        }
        if (then.visible() != now.visible()) {
            return image(now.visible() ? "restoreImageFromRecycleBin" : "recycleImage", SUCCEEDED, now)
                    .with(stay(now.recycleBin()));
        }
        if (Objects.equals(then.launchPermission(), now.launchPermission())) {
            return image("modifyImage", SUCCEEDED, now);
        }
        CreateVolumePermission permission = now.launchPermission();
        return image("modifyImageAttribute", SUCCEEDED, now)
                .with(Map.of(
                        "UserIds",
                        permission == null ? "" : String.join(",", permission.userIds()),
                        "Group",
                        permission != null && permission.all() ? "all" : ""));
    }

    private static CatalogEvent image(String action, String result, ImageRecord image) {
        return CatalogEvent.of(action, result, image.imageId()).with(Map.of("Name", image.name()));
    }

    private static CatalogEvent launch(ImageLaunchRecord launch) {
        return CatalogEvent.of("launchImage", launch.state().word(), launch.launchId(), launch.imageId());
    }

    private static CatalogEvent execution(ImageExecutionRecord execution) {
        String image = execution.imageId();
        String word = execution.state().word();
        CatalogEvent event = image == null
                ? CatalogEvent.of("buildImage", word, execution.executionId())
                : CatalogEvent.of("buildImage", word, execution.executionId(), image);
        return event.because(execution.reason())
                .with(Map.of("Pipeline", execution.pipeline(), "Version", String.valueOf(execution.version())));
    }

    private static Map<String, String> size(ManagedVolumeRecord volume) {
        return Map.of("SizeInBytes", String.valueOf(volume.sizeBytes()));
    }

    private static String word(@Nullable Enum<?> state) {
        return String.valueOf(state).toLowerCase(Locale.ROOT);
    }
}

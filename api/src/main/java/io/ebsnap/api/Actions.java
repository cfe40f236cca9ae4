package io.ebsnap.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The names of all actions, and their requests. */
public final class Actions {

    private static final Map<String, Class<? extends Record>> TYPES = byName(List.of(
            GeneralRequest.Hello.class,
            GeneralRequest.GetStatus.class,
            GeneralRequest.ReloadConfiguration.class,
            VolumeRequest.RegisterVolume.class,
            VolumeRequest.DescribeVolumes.class,
            ProtectionRequest.DescribeVolumeProtection.class,
            VolumeRequest.DeregisterVolume.class,
            VolumeRequest.CreateVolume.class,
            VolumeRequest.CopyVolumes.class,
            VolumeRequest.AttachVolume.class,
            VolumeRequest.DetachVolume.class,
            VolumeRequest.DeleteVolume.class,
            VolumeRequest.ModifyVolume.class,
            VolumeRequest.RollBackVolume.class,
            VolumeRequest.ModifyVolumeHydration.class,
            VolumeRequest.MoveVolume.class,
            VolumeRequest.CancelVolumeMove.class,
            ExportRequest.DescribeExports.class,
            ExportRequest.CreateExport.class,
            ExportRequest.DeleteExport.class,
            MountRequest.DescribeSnapshotContents.class,
            MountRequest.DescribeSnapshotMounts.class,
            MountRequest.MountSnapshot.class,
            MountRequest.UnmountSnapshot.class,
            SnapshotRequest.CreateSnapshot.class,
            SnapshotRequest.CreateSnapshots.class,
            SnapshotRequest.DescribeSnapshots.class,
            SnapshotRequest.DescribeSnapshotSizes.class,
            SnapshotRequest.CopySnapshot.class,
            SnapshotRequest.DescribeSnapshotCopy.class,
            SnapshotRequest.DescribeSnapshotTree.class,
            SnapshotRequest.DeleteSnapshot.class,
            SnapshotRequest.DeleteSnapshotGroup.class,
            SnapshotRequest.DiffSnapshots.class,
            SnapshotRequest.DescribeFirstTouch.class,
            SnapshotRequest.DeleteFirstTouch.class,
            SnapshotRequest.UntrackVolume.class,
            SnapshotRequest.ModifySnapshotAttribute.class,
            SnapshotRequest.DescribeSnapshotAttribute.class,
            SnapshotRequest.ResetSnapshotAttribute.class,
            SnapshotRequest.EnableSnapshotBlockPublicAccess.class,
            SnapshotRequest.DisableSnapshotBlockPublicAccess.class,
            SnapshotRequest.GetSnapshotBlockPublicAccessState.class,
            SnapshotRequest.VerifySnapshot.class,
            SnapshotRequest.RestoreSnapshot.class,
            SnapshotRequest.ExportSnapshot.class,
            SnapshotRequest.ImportSnapshot.class,
            FastRestoreRequest.EnableFastSnapshotRestores.class,
            FastRestoreRequest.DisableFastSnapshotRestores.class,
            FastRestoreRequest.DescribeFastSnapshotRestores.class,
            TieringRequest.ModifySnapshotTier.class,
            TieringRequest.RestoreSnapshotTier.class,
            TieringRequest.CancelSnapshotTiering.class,
            TieringRequest.DescribeSnapshotTierStatus.class,
            TieringRequest.DescribeSnapshotArchival.class,
            TieringRequest.DescribeArchive.class,
            TieringRequest.VerifyArchive.class,
            TieringRequest.CollectArchive.class,
            LockRequest.LockSnapshot.class,
            LockRequest.UnlockSnapshot.class,
            LockRequest.DescribeLockedSnapshots.class,
            RecycleBinRequest.CreateRule.class,
            RecycleBinRequest.GetRule.class,
            RecycleBinRequest.ListRules.class,
            RecycleBinRequest.UpdateRule.class,
            RecycleBinRequest.DeleteRule.class,
            RecycleBinRequest.LockRule.class,
            RecycleBinRequest.UnlockRule.class,
            RecycleBinRequest.DescribeRetention.class,
            RecycleBinRequest.ListSnapshotsInRecycleBin.class,
            RecycleBinRequest.RestoreSnapshotFromRecycleBin.class,
            RecycleBinRequest.ListVolumesInRecycleBin.class,
            RecycleBinRequest.RestoreVolumeFromRecycleBin.class,
            RecycleBinRequest.ListImagesInRecycleBin.class,
            RecycleBinRequest.RestoreImageFromRecycleBin.class,
            RecycleBinRequest.TagInRecycleBin.class,
            RecycleBinRequest.PurgeFromRecycleBin.class,
            ImageRequest.CreateImage.class,
            ImageRequest.RegisterImage.class,
            ImageRequest.DescribeImages.class,
            ImageRequest.CopyImage.class,
            ImageRequest.DeregisterImage.class,
            ImageRequest.EnableImageDeprecation.class,
            ImageRequest.DisableImageDeprecation.class,
            ImageRequest.DisableImage.class,
            ImageRequest.EnableImage.class,
            ImageRequest.ModifyImageAttribute.class,
            ImageRequest.DescribeImageAttribute.class,
            ImageRequest.ResetImageAttribute.class,
            ImageRequest.EnableImageDeregistrationProtection.class,
            ImageRequest.DisableImageDeregistrationProtection.class,
            ImageRequest.GetImageAncestry.class,
            ImageRequest.TagImage.class,
            ImageRequest.UntagImage.class,
            ImageRequest.LaunchImage.class,
            ImageRequest.DescribeImageLaunches.class,
            ImageRequest.TerminateImageLaunch.class,
            ImagePipelineRequest.StartImagePipelineExecution.class,
            ImagePipelineRequest.ListImagePipelines.class,
            ImagePipelineRequest.ListImagePipelineExecutions.class,
            StoreRequest.GetStoreStatistics.class,
            StoreRequest.DescribeKeySizes.class,
            StoreRequest.DescribeZoneSizes.class,
            StoreRequest.VerifyStore.class,
            StoreRequest.GetScrubStatus.class,
            StoreRequest.DescribeStoreHistory.class,
            StoreRequest.CollectGarbage.class,
            StoreRequest.RebuildIndex.class,
            ZoneRequest.DescribeAvailabilityZones.class,
            ZoneRequest.AddZone.class,
            ZoneRequest.DrainZone.class,
            ZoneRequest.RemoveZone.class,
            RemoteRequest.DescribeRemoteIdentity.class,
            RemoteRequest.DescribeRemotes.class,
            RemoteRequest.AddRemote.class,
            RemoteRequest.RemoveRemote.class,
            RemoteRequest.DescribeRemoteStatus.class,
            RemoteRequest.DescribeRemoteSnapshots.class,
            RemoteRequest.PullSnapshot.class,
            RemoteRequest.DescribeSnapshotPull.class,
            RemoteRequest.PushSnapshot.class,
            RemoteRequest.DescribeSnapshotPush.class,
            KeyRequest.ListKeys.class,
            KeyRequest.CreateKey.class,
            KeyRequest.DescribeKey.class,
            KeyRequest.DescribeKeyUse.class,
            KeyRequest.UpdateKeyDescription.class,
            KeyRequest.PutKeyPolicy.class,
            KeyRequest.TagKey.class,
            KeyRequest.UntagKey.class,
            KeyRequest.EnableKey.class,
            KeyRequest.DisableKey.class,
            KeyRequest.ScheduleKeyDeletion.class,
            KeyRequest.CancelKeyDeletion.class,
            KeyRequest.RotateKeyOnDemand.class,
            KeyRequest.EnableKeyRotation.class,
            KeyRequest.DisableKeyRotation.class,
            KeyRequest.GetKeyRotationStatus.class,
            KeyRequest.ListKeyRotations.class,
            KeyRequest.ListAliases.class,
            KeyRequest.CreateAlias.class,
            KeyRequest.UpdateAlias.class,
            KeyRequest.DeleteAlias.class,
            KeyRequest.CreateGrant.class,
            KeyRequest.ListGrants.class,
            KeyRequest.RevokeGrant.class,
            KeyRequest.RetireGrant.class,
            KeyRequest.ListRetirableGrants.class,
            KeyRequest.GetEbsDefaults.class,
            KeyRequest.ModifyEbsDefaultKmsKeyId.class,
            KeyRequest.ResetEbsDefaultKmsKeyId.class,
            KeyRequest.EnableEbsEncryptionByDefault.class,
            KeyRequest.DisableEbsEncryptionByDefault.class,
            KeyRequest.ExportKeys.class,
            KeyRequest.ImportKeys.class,
            CryptographicRequest.Encrypt.class,
            CryptographicRequest.Decrypt.class,
            CryptographicRequest.GenerateDataKey.class,
            CryptographicRequest.GenerateDataKeyWithoutPlaintext.class,
            CryptographicRequest.ReEncrypt.class,
            CryptographicRequest.GenerateRandom.class,
            AccessKeyRequest.CreateAccessKey.class,
            AccessKeyRequest.ListAccessKeys.class,
            AccessKeyRequest.DeleteAccessKey.class,
            LifecycleRequest.CreateLifecyclePolicy.class,
            LifecycleRequest.GetLifecyclePolicies.class,
            LifecycleRequest.UpdateLifecyclePolicy.class,
            LifecycleRequest.DeleteLifecyclePolicy.class,
            LifecycleRequest.DescribeLifecycleDocument.class,
            LifecycleRequest.RunLifecyclePolicies.class,
            LifecycleRequest.DescribeLifecycleForecast.class,
            LifecycleRequest.DescribeSnapshotLifecycle.class,
            TagRequest.CreateTags.class,
            TagRequest.DeleteTags.class,
            TagRequest.DescribeTags.class,
            TaskRequest.DescribeTasks.class,
            TaskRequest.CancelTask.class,
            AuditRequest.DescribeAuditLog.class,
            AuditRequest.DescribeEvents.class,
            AuditRequest.VerifyAuditLog.class));

    private static final Pattern READ_ONLY = Pattern.compile("(Describe|Get|List|Diff|Hello).*|VerifyAuditLog");

    private Actions() {}

    /** Whether an action changes nothing and tells no secret. */
    public static boolean isReadOnly(String action) {
        return READ_ONLY.matcher(action).matches();
    }

    /**
     * Whether a request may be done again when it comes again: it changes nothing, though it may tell a secret, or a second try of it is known.
     */
    public static boolean isRepeatable(Request<?> request) {
        return request.clientToken() != null
                || request instanceof CryptographicRequest<?>
                || isReadOnly(request.action());
    }

    /** The name of every action. */
    public static List<String> names() {
        return List.copyOf(TYPES.keySet());
    }

    static Class<? extends Record> typeOf(String action) {
        Class<? extends Record> type = TYPES.get(action);
        if (type == null) {
            throw new UnknownAction(action);
        }
        return type;
    }

    private static Map<String, Class<? extends Record>> byName(List<Class<? extends Record>> types) {
        Map<String, Class<? extends Record>> byName = new LinkedHashMap<>();
        types.forEach(type -> byName.put(type.getSimpleName(), type));
        return byName;
    }
}

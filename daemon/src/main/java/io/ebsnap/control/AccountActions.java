package io.ebsnap.control;

import io.ebsnap.api.Request;
import io.ebsnap.failure.Failure;
import java.util.Set;

/**
 * Requests of an account: those that are named here, done by services that know only what is the account's. Everything else is the
 * administrator's alone, and so is an action that nobody has thought of here.
 */
public final class AccountActions implements ActionHandler {

    /** The actions that accounts may ask for. */
    static final Set<String> PERMITTED = Set.of(
            "GetStatus",
            "RegisterVolume",
            "DescribeVolumes",
            "DescribeVolumeProtection",
            "DeregisterVolume",
            "CreateVolume",
            "CopyVolumes",
            "DeleteVolume",
            "ModifyVolume",
            "RollBackVolume",
            "ModifyVolumeHydration",
            "MoveVolume",
            "CancelVolumeMove",
            "DescribeExports",
            "CreateExport",
            "DeleteExport",
            "CreateSnapshot",
            "CreateSnapshots",
            "DescribeSnapshots",
            "DescribeSnapshotSizes",
            "CopySnapshot",
            "DescribeSnapshotCopy",
            "DescribeSnapshotTree",
            "ModifySnapshotAttribute",
            "DescribeSnapshotAttribute",
            "ResetSnapshotAttribute",
            "EnableSnapshotBlockPublicAccess",
            "DisableSnapshotBlockPublicAccess",
            "GetSnapshotBlockPublicAccessState",
            "LockSnapshot",
            "UnlockSnapshot",
            "DescribeLockedSnapshots",
            "CreateRule",
            "GetRule",
            "ListRules",
            "UpdateRule",
            "DeleteRule",
            "LockRule",
            "UnlockRule",
            "DescribeRetention",
            "ListSnapshotsInRecycleBin",
            "RestoreSnapshotFromRecycleBin",
            "ListVolumesInRecycleBin",
            "RestoreVolumeFromRecycleBin",
            "ListImagesInRecycleBin",
            "RestoreImageFromRecycleBin",
            "TagInRecycleBin",
            "VerifySnapshot",
            "DeleteSnapshot",
            "DeleteSnapshotGroup",
            "DiffSnapshots",
            "DescribeFirstTouch",
            "DeleteFirstTouch",
            "UntrackVolume",
            "RestoreSnapshot",
            "CreateImage",
            "RegisterImage",
            "DescribeImages",
            "CopyImage",
            "DeregisterImage",
            "EnableImageDeprecation",
            "DisableImageDeprecation",
            "DisableImage",
            "EnableImage",
            "ModifyImageAttribute",
            "DescribeImageAttribute",
            "ResetImageAttribute",
            "EnableImageDeregistrationProtection",
            "DisableImageDeregistrationProtection",
            "GetImageAncestry",
            "TagImage",
            "UntagImage",
            "LaunchImage",
            "DescribeImageLaunches",
            "TerminateImageLaunch",
            "EnableFastSnapshotRestores",
            "DisableFastSnapshotRestores",
            "DescribeFastSnapshotRestores",
            "ModifySnapshotTier",
            "RestoreSnapshotTier",
            "CancelSnapshotTiering",
            "DescribeSnapshotTierStatus",
            "DescribeSnapshotArchival",
            "ListKeys",
            "CreateKey",
            "DescribeKey",
            "DescribeKeyUse",
            "UpdateKeyDescription",
            "PutKeyPolicy",
            "TagKey",
            "UntagKey",
            "EnableKey",
            "DisableKey",
            "ScheduleKeyDeletion",
            "CancelKeyDeletion",
            "RotateKeyOnDemand",
            "EnableKeyRotation",
            "DisableKeyRotation",
            "GetKeyRotationStatus",
            "ListKeyRotations",
            "ListAliases",
            "CreateAlias",
            "UpdateAlias",
            "DeleteAlias",
            "CreateGrant",
            "ListGrants",
            "RevokeGrant",
            "RetireGrant",
            "ListRetirableGrants",
            "Encrypt",
            "Decrypt",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "ReEncrypt",
            "GenerateRandom",
            "CreateTags",
            "DeleteTags",
            "DescribeTags",
            "CreateAccessKey",
            "ListAccessKeys",
            "DeleteAccessKey",
            "DescribeAuditLog",
            "DescribeEvents",
            "CreateLifecyclePolicy",
            "GetLifecyclePolicies",
            "UpdateLifecyclePolicy",
            "DeleteLifecyclePolicy",
            "DescribeLifecycleDocument",
            "RunLifecyclePolicies",
            "DescribeLifecycleForecast",
            "DescribeSnapshotLifecycle",
            "DescribeTasks",
            "CancelTask");

    private final ActionHandler actions;

    /** @param actions over services that know only what is the account's */
    public AccountActions(ActionHandler actions) {
        this.actions = actions;
    }

    @Override
    public boolean permits(String action) {
        return PERMITTED.contains(action);
    }

    @Override
    public Record handle(Request<?> request) {
        if (!PERMITTED.contains(request.action())) {
            throw new Failure.Denied(
                    request.action() + " is the administrator's alone", "root may; see ebsnap(1), ACCOUNTS");
        }
        return actions.handle(request);
    }
}

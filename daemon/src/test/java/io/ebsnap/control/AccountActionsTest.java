package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.api.Actions;
import io.ebsnap.api.Done;
import io.ebsnap.api.GeneralRequest.GetStatus;
import io.ebsnap.api.StoreRequest.CollectGarbage;
import io.ebsnap.failure.Failure;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every action is either for accounts or the administrator's, and somebody has said which. */
class AccountActionsTest {

    private static final Set<String> ADMINISTRATORS = Set.of(
            "ReloadConfiguration",
            "AttachVolume",
            "DetachVolume",
            "GetStoreStatistics",
            "DescribeKeySizes",
            "DescribeZoneSizes",
            "ExportSnapshot",
            "ImportSnapshot",
            "DescribeSnapshotContents",
            "DescribeSnapshotMounts",
            "MountSnapshot",
            "UnmountSnapshot",
            "VerifyStore",
            "CollectGarbage",
            "RebuildIndex",
            "GetScrubStatus",
            "DescribeStoreHistory",
            "DescribeArchive",
            "VerifyArchive",
            "CollectArchive",
            "DescribeAvailabilityZones",
            "AddZone",
            "DrainZone",
            "RemoveZone",
            "DescribeRemoteIdentity",
            "DescribeRemotes",
            "AddRemote",
            "RemoveRemote",
            "DescribeRemoteStatus",
            "DescribeRemoteSnapshots",
            "PullSnapshot",
            "DescribeSnapshotPull",
            "PushSnapshot",
            "DescribeSnapshotPush",
            "GetEbsDefaults",
            "ModifyEbsDefaultKmsKeyId",
            "ResetEbsDefaultKmsKeyId",
            "EnableEbsEncryptionByDefault",
            "DisableEbsEncryptionByDefault",
            "StartImagePipelineExecution",
            "ListImagePipelines",
            "ListImagePipelineExecutions",
            "ExportKeys",
            "ImportKeys",
            "PurgeFromRecycleBin",
            "VerifyAuditLog",
            "Hello");

    @Test
    void everyActionIsDecided() {
        Set<String> decided = new TreeSet<>(ADMINISTRATORS);
        decided.addAll(AccountActions.PERMITTED);
        assertThat(decided).containsExactlyInAnyOrderElementsOf(Actions.names());
        assertThat(AccountActions.PERMITTED).doesNotContainAnyElementsOf(ADMINISTRATORS);
    }

    @Test
    void whatIsTheAdministratorsIsNotBegun() {
        AccountActions actions = new AccountActions(request -> new Done(true));
        assertThat(actions.handle(new GetStatus())).isEqualTo(new Done(true));
        assertThatThrownBy(() -> actions.handle(new CollectGarbage()))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("CollectGarbage");
    }
}

package io.ebsnap.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void tellsNoSecretAndNothingLong() {
        Map<String, String> fields =
                Summary.fields(new KeyRequest.ImportKeys("A".repeat(4000), Secret.owning("hunter2".toCharArray())));
        assertThat(fields).isEqualTo(Map.of("RecoveryFile", "(4000 characters)"));
    }

    @Test
    void tellsWhichKeyWasUsedAndNeverOnWhat() {
        String key = "01234567-89ab-cdef-0123-456789abcdef";
        String arn = "arn:aws:kms:local:111122223333:key/" + key;
        CryptographicRequest.Encrypt request = new CryptographicRequest.Encrypt(
                arn, Secret.owning("aHVudGVyMg==".toCharArray()), List.of(new Tag("tenant", "acme")));
        assertThat(Summary.fields(request))
                .isEqualTo(Map.of("KeyId", arn, "EncryptionContext", "[{\"Key\":\"tenant\",\"Value\":\"acme\"}]"));
        assertThat(Summary.ids(request)).containsExactly(key);
        assertThat(Summary.ids(new DecryptedPlaintext(Secret.owning(new char[4]), arn, 1)))
                .containsExactly(key);
    }

    @Test
    void tellsListsAndNumbers() {
        assertThat(Summary.fields(new TaskRequest.DescribeTasks(List.of("task-1", "task-2"))))
                .isEqualTo(Map.of("TaskIds", "[\"task-1\",\"task-2\"]"));
    }

    @Test
    void findsIdsAtAnyDepthAndNothingThatOnlyLooksLikeOne() {
        String snapshot = "snap-0123456789abcdef0";
        assertThat(Summary.ids(new SnapshotRequest.DeleteSnapshot(snapshot))).containsExactly(snapshot);
        assertThat(Summary.ids(new SnapshotRequest.DeleteSnapshot("../etc"))).isEmpty();
        assertThat(Summary.ids(new TaskList(List.of(Examples.task())))).isEmpty();
    }

    @Test
    void whatOnlyAsksIsTold() {
        assertThat(List.of("DescribeSnapshots", "GetStatus", "ListKeys", "DiffSnapshots", "VerifyAuditLog"))
                .allMatch(Actions::isReadOnly);
        assertThat(List.of("CreateSnapshot", "ExportKeys", "VerifyStore", "CancelTask", "ImportKeys"))
                .noneMatch(Actions::isReadOnly);
        assertThat(List.of("Encrypt", "Decrypt", "GenerateDataKey", "ReEncrypt", "GenerateRandom"))
                .as("they tell secrets, and change nothing")
                .noneMatch(Actions::isReadOnly);
    }

    @Test
    void whatMayBeAskedForAgainIsKnown() {
        List<String> repeatable = Examples.requests().stream()
                .filter(Actions::isRepeatable)
                .map(Request::action)
                .distinct()
                .toList();
        assertThat(repeatable)
                .contains("DescribeSnapshots", "Decrypt", "GenerateDataKey", "ReEncrypt", "GenerateRandom")
                .doesNotContain("CreateKey", "DisableKey", "ExportKeys", "CreateSnapshot");
        VolumeRequest.CopyVolumes copy = new VolumeRequest.CopyVolumes("data", null, List.of(), null);
        assertThat(Actions.isRepeatable(copy)).isFalse();
        assertThat(Actions.isRepeatable(new VolumeRequest.CopyVolumes("data", null, List.of(), null, null, "t")))
                .as("a second try is known")
                .isTrue();
    }
}

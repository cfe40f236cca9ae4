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
    }
}

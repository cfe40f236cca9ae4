package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.api.Filter;
import io.ebsnap.api.LockRequest.DescribeLockedSnapshots;
import io.ebsnap.api.LockRequest.LockSnapshot;
import io.ebsnap.api.LockRequest.UnlockSnapshot;
import io.ebsnap.api.Page;
import io.ebsnap.api.SnapshotLock;
import io.ebsnap.api.SnapshotLockList;
import io.ebsnap.api.UnlockedSnapshot;
import io.ebsnap.failure.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The actions about locks go to the service, and answer in EC2's shapes. */
class LockActionsTest {

    private static final String FIRST = "snap-00000000000000001";
    private static final String SECOND = "snap-00000000000000002";

    private final LockActions actions = new LockActions(new FakeLocks());

    @Test
    void locksAreMadeListedFilteredPagedAndTakenOff() {
        SnapshotLock lock = (SnapshotLock) actions.handle(new LockSnapshot(FIRST, "governance", 3, null, null));
        assertThat(lock.snapshotId()).isEqualTo(FIRST);
        assertThat(lock.terms().lockState()).isEqualTo("governance");
        assertThat(lock.terms().lockDuration()).isEqualTo(3);
        actions.handle(new LockSnapshot(SECOND, "compliance", 3, null, null));
        assertThat(listed(List.of(), List.of(), Page.FIRST).snapshots()).hasSize(2);
        assertThat(listed(List.of(SECOND, "snap-00000000000000003"), List.of(), Page.FIRST)
                        .snapshots())
                .extracting(SnapshotLock::snapshotId)
                .containsExactly(SECOND);
        assertThat(listed(List.of(), List.of(new Filter("lock-state", List.of("compliance"))), Page.FIRST)
                        .snapshots())
                .extracting(SnapshotLock::snapshotId)
                .containsExactly(SECOND);
        assertThat(listed(List.of(), List.of(), new Page(1, null)).nextToken()).isEqualTo(FIRST);
        assertThat(actions.handle(new UnlockSnapshot(FIRST))).isEqualTo(new UnlockedSnapshot(FIRST));
        assertThat(listed(List.of(), List.of(), Page.FIRST).snapshots()).hasSize(1);
    }

    @Test
    void aModeThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> actions.handle(new LockSnapshot(FIRST, "legal-hold", 3, null, null)))
                .isInstanceOf(Failure.Invalid.class);
    }

    private SnapshotLockList listed(List<String> ids, List<Filter> filters, Page page) {
        return (SnapshotLockList) actions.handle(new DescribeLockedSnapshots(ids, filters, page));
    }
}

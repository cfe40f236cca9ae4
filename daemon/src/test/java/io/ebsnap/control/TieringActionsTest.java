package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.api.Archive;
import io.ebsnap.api.Filter;
import io.ebsnap.api.ModifiedSnapshotTier;
import io.ebsnap.api.Page;
import io.ebsnap.api.RestoredSnapshotTier;
import io.ebsnap.api.SnapshotTierStatus;
import io.ebsnap.api.SnapshotTierStatusList;
import io.ebsnap.api.TieringRequest;
import io.ebsnap.api.TieringRequest.DescribeArchive;
import io.ebsnap.api.TieringRequest.DescribeSnapshotTierStatus;
import io.ebsnap.api.TieringRequest.ModifySnapshotTier;
import io.ebsnap.api.TieringRequest.RestoreSnapshotTier;
import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tiering;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.task.TaskView;
import io.ebsnap.tiering.ArchivalPlan;
import io.ebsnap.tiering.ArchiveStatus;
import io.ebsnap.tiering.NoArchive;
import io.ebsnap.tiering.SnapshotTier;
import io.ebsnap.tiering.TierRestore;
import io.ebsnap.tiering.TieringService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The actions about the archive, in EC2's shapes. */
class TieringActionsTest {

    private static final SnapshotRecord ARCHIVED = CatalogFixtures.archivedSnapshot();
    private static final Tiering MOVES = Objects.requireNonNull(ARCHIVED.tiering());

    private final List<TierRestore> orders = new ArrayList<>();
    private final TieringActions actions = new TieringActions(new OneSnapshot(), new FakeWork());

    private <A extends Record> A call(TieringRequest<A> request) {
        return request.answerType().cast(actions.handle(request));
    }

    @Test
    void aSnapshotIsMovedIntoTheArchiveAndNowhereElse() {
        assertThat(call(new ModifySnapshotTier(ARCHIVED.snapshotId(), null)))
                .isEqualTo(new ModifiedSnapshotTier(ARCHIVED.snapshotId(), MOVES.lastTieringStartTime()));
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> call(new ModifySnapshotTier(ARCHIVED.snapshotId(), "standard")));
    }

    @Test
    void itComesBackForDaysOrForGood() {
        assertThat(call(new RestoreSnapshotTier(ARCHIVED.snapshotId(), 7, false, false)))
                .isEqualTo(new RestoredSnapshotTier(ARCHIVED.snapshotId(), MOVES.lastTieringStartTime(), 7, false));
        RestoredSnapshotTier forGood = call(new RestoreSnapshotTier(ARCHIVED.snapshotId(), null, true, true));
        assertThat(forGood.isPermanentRestore()).isTrue();
        assertThat(orders).containsExactly(TierRestore.days(7), new TierRestore(Optional.empty(), true));
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> call(new RestoreSnapshotTier(ARCHIVED.snapshotId(), null, false, false)));
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> call(new RestoreSnapshotTier(ARCHIVED.snapshotId(), 7, true, false)));
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> call(new RestoreSnapshotTier(ARCHIVED.snapshotId(), 181, false, false)));
    }

    @Test
    void statusesAreFilteredAsEc2Does() {
        SnapshotTierStatus shown = described(new Filter("storage-tier", List.of("archive")))
                .snapshotTierStatuses()
                .getFirst();
        assertThat(shown.lastTieringOperationStatus()).isEqualTo("temporary-restore-in-progress");
        assertThat(shown.lastTieringOperationStatusDetail()).isNull();
        assertThat(shown.restoreExpiryTime()).isEqualTo(MOVES.restoreExpiryTime());
        assertThat(shown.isSettled()).isFalse();
        assertThat(described(new Filter("last-tiering-operation", List.of("archival-*")))
                        .snapshotTierStatuses())
                .isEmpty();
        assertThatExceptionOfType(Failure.Invalid.class).isThrownBy(() -> described(new Filter("zone", List.of("a"))));
    }

    @Test
    void aStoreWithoutAnArchiveSaysSo() {
        TieringActions nothing = new TieringActions(new NoArchive(), new FakeWork());
        assertThat(((Archive) nothing.handle(new DescribeArchive())).state()).isEqualTo("unmade");
        assertThatExceptionOfType(Failure.Unavailable.class)
                .isThrownBy(() -> nothing.handle(new ModifySnapshotTier(ARCHIVED.snapshotId(), null)))
                .withMessageContaining("archive.directory");
    }

    private SnapshotTierStatusList described(Filter... filters) {
        return call(new DescribeSnapshotTierStatus(List.of(filters), Page.FIRST));
    }

    /** Of one snapshot, which is what it always was. */
    private final class OneSnapshot implements TieringService {
        private final NoArchive others = new NoArchive();

        @Override
        public SnapshotRecord archive(SnapshotId id) {
            return ARCHIVED;
        }

        @Override
        public ArchivalPlan plan(SnapshotId id) {
            return others.plan(id);
        }

        @Override
        public SnapshotRecord restore(SnapshotId id, TierRestore order) {
            orders.add(order);
            return ARCHIVED;
        }

        @Override
        public SnapshotRecord cancel(SnapshotId id) {
            return ARCHIVED;
        }

        @Override
        public List<SnapshotTier> list() {
            return List.of(new SnapshotTier(ARCHIVED, MOVES, Optional.empty()));
        }

        @Override
        public void requireOldEnough(SnapshotId id) {
            others.requireOldEnough(id);
        }

        @Override
        public ArchiveStatus status() {
            return others.status();
        }

        @Override
        public TaskView collect() {
            return others.collect();
        }
    }
}

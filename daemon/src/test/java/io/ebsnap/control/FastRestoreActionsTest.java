package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.api.ErrorKind;
import io.ebsnap.api.FastRestoreRequest.DescribeFastSnapshotRestores;
import io.ebsnap.api.FastRestoreRequest.DisableFastSnapshotRestores;
import io.ebsnap.api.FastRestoreRequest.EnableFastSnapshotRestores;
import io.ebsnap.api.FastSnapshotRestore;
import io.ebsnap.api.FastSnapshotRestoreChange;
import io.ebsnap.api.FastSnapshotRestoreFailure;
import io.ebsnap.api.FastSnapshotRestoreList;
import io.ebsnap.api.Filter;
import io.ebsnap.api.Page;
import io.ebsnap.api.Request;
import io.ebsnap.failure.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class FastRestoreActionsTest {

    private static final String ONE = "snap-00000000000000001";
    private static final String OTHER = "snap-00000000000000002";
    private static final String MISSING = "snap-0000000000000000f";

    private final FastRestoreActions actions = new FastRestoreActions(new FakeFastRestores());

    private <A extends Record> A call(Request<A> request) {
        return request.answerType().cast(actions.handle((io.ebsnap.api.FastRestoreRequest<?>) request));
    }

    private List<FastSnapshotRestore> described(Page page, Filter... filters) {
        return call(new DescribeFastSnapshotRestores(List.of(filters), page)).fastSnapshotRestores();
    }

    @Test
    void oneThatCannotBeEnabledDoesNotKeepTheOthersFromIt() {
        FastSnapshotRestoreChange change =
                call(new EnableFastSnapshotRestores(List.of(ONE, MISSING, "nonsense", OTHER), List.of()));
        assertThat(change.successful())
                .extracting(FastSnapshotRestore::snapshotId)
                .containsExactly(ONE, OTHER);
        assertThat(change.unsuccessful())
                .extracting(FastSnapshotRestoreFailure::snapshotId)
                .containsExactly(MISSING, "nonsense");
        assertThat(change.unsuccessful().getFirst().fastSnapshotRestoreStateErrors())
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.error().code()).isEqualTo("InvalidSnapshot.NotFound");
                    assertThat(item.error().kind()).isEqualTo(ErrorKind.NOT_FOUND);
                });
        assertThatThrownBy(() -> call(new EnableFastSnapshotRestores(List.of(), List.of())))
                .isInstanceOf(Failure.Invalid.class);
        assertThat(call(new DisableFastSnapshotRestores(List.of(ONE), List.of("a")))
                        .unsuccessful())
                .hasSize(1);
    }

    @Test
    void listIsFilteredAndPaged() {
        assertThat(call(new EnableFastSnapshotRestores(List.of(OTHER, ONE), List.of("a", "b")))
                        .successful())
                .hasSize(4);
        assertThat(described(Page.FIRST, new Filter("snapshot-id", List.of(ONE))))
                .hasSize(2);
        assertThat(described(Page.FIRST, new Filter("state", List.of("enabled"))))
                .isEmpty();
        FastSnapshotRestoreList first = call(new DescribeFastSnapshotRestores(List.of(), new Page(3, null)));
        assertThat(first.fastSnapshotRestores()).hasSize(3);
        assertThat(described(new Page(3, first.nextToken())))
                .extracting(FastSnapshotRestore::snapshotId)
                .containsExactly(OTHER);
    }

    @Test
    void shapeHasEc2sFieldsAndOurs() {
        FastSnapshotRestore shown = call(new EnableFastSnapshotRestores(List.of(ONE), List.of()))
                .successful()
                .getFirst();
        assertThat(shown.state()).isEqualTo("optimizing");
        assertThat(shown.availabilityZone()).isEqualTo("default");
        assertThat(shown.optimizingTime()).isEqualTo(FakeVolumes.TIME);
        assertThat(shown.enabledTime()).isNull();
        assertThat(shown.message()).isNull();
        assertThat(shown.method()).isEqualTo("pool");
        assertThat(shown.credits()).isNotNull();
        assertThat(shown.progress()).isNotNull();
    }
}

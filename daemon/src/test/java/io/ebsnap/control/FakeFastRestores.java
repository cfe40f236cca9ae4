package io.ebsnap.control;

import io.ebsnap.catalog.FastRestoreCredits;
import io.ebsnap.catalog.FastRestoreRecord;
import io.ebsnap.catalog.FastRestoreState;
import io.ebsnap.catalog.FastRestoreTimes;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.restore.FastRestore;
import io.ebsnap.restore.FastRestores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fast restore that is enabled and disabled at once, and knows nothing of a snapshot whose id ends with f. */
final class FakeFastRestores implements FastRestores {

    private final List<FastRestore> enabled = new ArrayList<>();
    private int looks;

    /** How often it was asked to look for deleted snapshots. */
    int looks() {
        return looks;
    }

    @Override
    public FastRestore enable(SnapshotId snapshot, String zone) {
        if (snapshot.value().endsWith("f")) {
            throw new Failure.NotFound("there is no " + snapshot);
        }
        FastRestoreTimes times = FastRestoreTimes.ordered(FakeVolumes.TIME);
        FastRestore order = new FastRestore(
                new FastRestoreRecord(
                        snapshot.value(),
                        zone.isEmpty() ? "default" : zone,
                        FastRestoreState.OPTIMIZING,
                        "Client.UserInitiated - Lifecycle state transition",
                        "",
                        "000000000000",
                        1 << 20,
                        1 << 19,
                        times.with(FastRestoreState.OPTIMIZING, FakeVolumes.TIME),
                        new FastRestoreCredits(0, FakeVolumes.TIME)),
                "pool",
                1,
                Optional.of(new FastRestore.Balance(0.5, 10, 10, FakeVolumes.TIME)),
                Optional.of(new FastRestore.Work("filling", 8, 4, 2, Duration.ofSeconds(2))));
        enabled.add(order);
        return order;
    }

    @Override
    public FastRestore disable(SnapshotId snapshot, String zone) {
        throw new Failure.NotFound("fast restore of " + snapshot + " is not enabled");
    }

    @Override
    public List<FastRestore> list() {
        return List.copyOf(enabled);
    }

    @Override
    public void snapshotsDeleted() {
        looks++;
    }
}

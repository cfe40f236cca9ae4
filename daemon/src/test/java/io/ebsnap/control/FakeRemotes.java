package io.ebsnap.control;

import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.remote.PullOrder;
import io.ebsnap.remote.PushOrder;
import io.ebsnap.remote.PushPlan;
import io.ebsnap.remote.RemoteCopies;
import io.ebsnap.remote.RemoteStatus;
import io.ebsnap.snapshot.DistantFacts;
import io.ebsnap.snapshot.DistantPlan;
import io.ebsnap.task.TaskView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Remotes that are what the test makes them. */
final class FakeRemotes implements RemoteCopies {

    final List<RemoteRecord> known = new ArrayList<>();

    @Nullable
    PullOrder pulled;

    @Nullable
    PushOrder pushed;

    @Nullable
    SnapshotRecord copy;

    @Override
    public String fingerprint() {
        return "ab".repeat(32);
    }

    @Override
    public RemoteRecord add(RemoteRecord remote) {
        known.add(remote);
        return remote;
    }

    @Override
    public List<RemoteRecord> list() {
        return known;
    }

    @Override
    public void remove(String name) {
        if (!known.removeIf(remote -> remote.name().equals(name))) {
            throw new Failure.NotFound("there is no remote " + name);
        }
    }

    @Override
    public RemoteStatus check(String name) {
        return new RemoteStatus("ebsnapd 1", "00", 1, true, false, Duration.ofSeconds(-2), Duration.ofMillis(3));
    }

    @Override
    public List<DistantFacts> snapshots(String name) {
        return List.of(facts());
    }

    @Override
    public DistantPlan planPull(PullOrder order) {
        pulled = order;
        return new DistantPlan(facts(), "00000000-0000-0000-0000-000000000001", "snap-0123456789abcdef0", 2, 1000, 100);
    }

    @Override
    public SnapshotRecord pull(PullOrder order) {
        pulled = order;
        return Objects.requireNonNull(copy);
    }

    @Override
    public PushPlan planPush(PushOrder order) {
        pushed = order;
        return new PushPlan("key", "", 1000, 0);
    }

    @Override
    public TaskView push(PushOrder order) {
        pushed = order;
        return new FakeWork().collectGarbage();
    }

    private static DistantFacts facts() {
        return new DistantFacts(
                new SnapshotId("snap-0123456789abcdef1"),
                "vol-0123456789abcdef0",
                FakeVolumes.TIME,
                1 << 30,
                1 << 20,
                "words",
                List.of());
    }
}

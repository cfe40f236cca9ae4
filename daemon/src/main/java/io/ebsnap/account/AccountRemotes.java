package io.ebsnap.account;

import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.remote.PullOrder;
import io.ebsnap.remote.PushOrder;
import io.ebsnap.remote.PushPlan;
import io.ebsnap.remote.RemoteCopies;
import io.ebsnap.remote.RemoteStatus;
import io.ebsnap.snapshot.DistantFacts;
import io.ebsnap.snapshot.DistantPlan;
import io.ebsnap.task.TaskView;
import java.util.List;

/** Who is trusted over the network is the administrator's decision alone, and so is what comes from there. */
public record AccountRemotes() implements RemoteCopies {

    private static final String REMOTES = "dealing with remotes";

    @Override
    public String fingerprint() {
        throw Administrator.alone(REMOTES);
    }

    @Override
    public RemoteRecord add(RemoteRecord remote) {
        throw Administrator.alone(REMOTES);
    }

    @Override
    public List<RemoteRecord> list() {
        throw Administrator.alone(REMOTES);
    }

    @Override
    public void remove(String name) {
        throw Administrator.alone(REMOTES);
    }

    @Override
    public RemoteStatus check(String name) {
        throw Administrator.alone(REMOTES);
    }

    @Override
    public List<DistantFacts> snapshots(String name) {
        throw Administrator.alone(REMOTES);
    }

    @Override
    public DistantPlan planPull(PullOrder order) {
        throw Administrator.alone(REMOTES);
    }

    @Override
    public SnapshotRecord pull(PullOrder order) {
        throw Administrator.alone(REMOTES);
    }

    @Override
    public PushPlan planPush(PushOrder order) {
        throw Administrator.alone(REMOTES);
    }

    @Override
    public TaskView push(PushOrder order) {
        throw Administrator.alone(REMOTES);
    }
}

package io.ebsnap.remote;

import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.snapshot.DistantCopyOrder;
import io.ebsnap.snapshot.DistantCopying;
import io.ebsnap.snapshot.DistantFacts;
import io.ebsnap.snapshot.DistantName;
import io.ebsnap.snapshot.DistantPlan;
import io.ebsnap.task.TaskView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What people do with remotes. A copy belongs to the account that the remote acts for, and is sealed under a key of that account.
 *
 * @param service calls them
 * @param copying of their snapshots
 * @param keys of everybody
 * @param pushes copies to them
 */
record CalledRemotes(RemoteService service, DistantCopying copying, KeyServices keys, Pushes pushes)
        implements RemoteCopies {

    @Override
    public String fingerprint() {
        return service.identity().fingerprint().hex();
    }

    @Override
    public RemoteRecord add(RemoteRecord remote) {
        if (remote.fingerprint().equals(fingerprint())) {
            throw new Failure.Conflict("this is the fingerprint of this daemon itself");
        }
        return service.remotes().add(remote);
    }

    @Override
    public List<RemoteRecord> list() {
        return service.remotes().list();
    }

    @Override
    public void remove(String name) {
        service.remotes().remove(name);
    }

    @Override
    public RemoteStatus check(String name) {
        long begun = service.surroundings().nanoClock().getAsLong();
        try (Asking line = service.lines().ask(service.remotes().require(name))) {
            Duration roundTrip =
                    Duration.ofNanos(service.surroundings().nanoClock().getAsLong() - begun);
            Instant now = service.surroundings().clock().instant();
            Hello hello = line.hello();
            return new RemoteStatus(
                    hello.software(),
                    hello.store().hex(),
                    hello.common(),
                    (hello.flags() & Protocol.MAY_READ) != 0,
                    (hello.flags() & Protocol.MAY_WRITE) != 0,
                    Duration.between(now, hello.clock()),
                    roundTrip);
        }
    }

    @Override
    public List<DistantFacts> snapshots(String name) {
        try (Asking line = service.lines().ask(service.remotes().require(name))) {
            return line.list(LISTED_MAX);
        } catch (IOException e) {
            throw new Failure.Unavailable("remote " + name + " stopped answering: " + e, e);
        }
    }

    @Override
    public DistantPlan planPull(PullOrder order) {
        return copying.planCopyFrom(distant(order));
    }

    @Override
    public SnapshotRecord pull(PullOrder order) {
        return copying.copyFrom(distant(order));
    }

    @Override
    public PushPlan planPush(PushOrder order) {
        return pushes.plan(order);
    }

    @Override
    public TaskView push(PushOrder order) {
        return pushes.push(order);
    }

    private DistantCopyOrder distant(PullOrder order) {
        RemoteRecord remote = service.remotes().require(order.remote());
        String account = remote.ownerId() == null ? keys.arns().accountId() : remote.ownerId();
        KeyServices own = keys.of(account);
        String key = order.key() == null ? own.defaultKeyName() : order.key();
        return new DistantCopyOrder(
                new DistantName(RemoteSnapshots.placeOf(remote), order.source()),
                order.description(),
                order.tags(),
                order.copyTags(),
                own.owner().idForSnapshots(key),
                account,
                order.pace());
    }
}

package io.ebsnap.control;

import io.ebsnap.api.Done;
import io.ebsnap.api.Remote;
import io.ebsnap.api.RemoteIdentity;
import io.ebsnap.api.RemoteList;
import io.ebsnap.api.RemoteRequest;
import io.ebsnap.api.RemoteRequest.AddRemote;
import io.ebsnap.api.RemoteRequest.DescribeRemoteIdentity;
import io.ebsnap.api.RemoteRequest.DescribeRemoteSnapshots;
import io.ebsnap.api.RemoteRequest.DescribeRemoteStatus;
import io.ebsnap.api.RemoteRequest.DescribeRemotes;
import io.ebsnap.api.RemoteRequest.DescribeSnapshotPull;
import io.ebsnap.api.RemoteRequest.DescribeSnapshotPush;
import io.ebsnap.api.RemoteRequest.PullSnapshot;
import io.ebsnap.api.RemoteRequest.PushSnapshot;
import io.ebsnap.api.RemoteRequest.RemoveRemote;
import io.ebsnap.api.RemoteSnapshot;
import io.ebsnap.api.RemoteSnapshotList;
import io.ebsnap.api.RemoteSource;
import io.ebsnap.api.RemoteStatus;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.SnapshotPullPlan;
import io.ebsnap.api.StartedTask;
import io.ebsnap.api.Tag;
import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.remote.Fingerprint;
import io.ebsnap.remote.PullOrder;
import io.ebsnap.remote.PushOrder;
import io.ebsnap.remote.PushPlan;
import io.ebsnap.remote.RemoteCopies;
import io.ebsnap.snapshot.DistantCopyOrder.Pace;
import io.ebsnap.snapshot.DistantFacts;
import io.ebsnap.snapshot.DistantPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The actions about other daemons, and copies of their snapshots. */
final class RemoteActions {

    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    private final Services services;
    private final RemoteCopies remotes;

    RemoteActions(Services services) {
        this.services = services;
        this.remotes = services.remotes();
    }

    Record handle(RemoteRequest<?> request) {
        return switch (request) {
            case DescribeRemoteIdentity describe -> new RemoteIdentity(remotes.fingerprint());
            case DescribeRemotes describe ->
                new RemoteList(remotes.list().stream().map(RemoteActions::shape).toList());
            case AddRemote add -> add(add);
            case RemoveRemote remove -> {
                remotes.remove(remove.remoteName());
                yield new Done(true);
            }
            case DescribeRemoteStatus describe -> shape(remotes.check(describe.remoteName()));
            case DescribeRemoteSnapshots describe ->
                new RemoteSnapshotList(remotes.snapshots(describe.remoteName()).stream()
                        .map(RemoteActions::shape)
                        .toList());
            case PullSnapshot pull -> pull(pull);
            case DescribeSnapshotPull pull -> shape(remotes.planPull(order(pull.source(), "", List.of(), false)));
            case PushSnapshot push -> push(push);
            case DescribeSnapshotPush push -> plan(push);
        };
    }

    private Remote add(AddRemote request) {
        String account = request.accountId();
        if (account != null && !ACCOUNT.matcher(account).matches()) {
            throw new Failure.Invalid("'" + account + "' is no account of 12 digits");
        }
        String address = request.address();
        boolean own = account == null || account.equals(services.accountId());
        return shape(remotes.add(new RemoteRecord(
                request.remoteName(),
                address == null ? "" : address,
                Fingerprint.parse(request.fingerprint()).hex(),
                request.mayRead(),
                request.mayWrite(),
                own ? null : account)));
    }

    private SnapshotList pull(PullSnapshot request) {
        String description = request.description();
        SnapshotRecord copy = remotes.pull(
                order(request.source(), description == null ? "" : description, request.tags(), request.copyTags()));
        return new SnapshotList(List.of(SnapshotShapes.snapshot(copy, Optional.empty(), services.keys()::arnOf)), null);
    }

    private static PullOrder order(RemoteSource source, String description, List<Tag> tags, boolean copyTags) {
        return new PullOrder(
                source.remoteName(),
                Shapes.snapshotId(source.sourceSnapshotId()),
                description,
                Shapes.records(tags),
                copyTags,
                source.kmsKeyId(),
                pace(source.bytesPerSecondMax(), source.completionDurationMinutes()));
    }

    private static Pace pace(@Nullable Long bytesPerSecond, @Nullable Integer minutes) {
        if (bytesPerSecond != null && bytesPerSecond < 1) {
            throw new Failure.Invalid("a limit of " + bytesPerSecond + " bytes a second lets nothing through");
        }
        if (minutes != null && minutes < 1) {
            throw new Failure.Invalid("nothing is copied within " + minutes + " minutes");
        }
        return new Pace(
                bytesPerSecond == null ? 0 : bytesPerSecond,
                Optional.ofNullable(minutes).map(Duration::ofMinutes));
    }

    private StartedTask push(PushSnapshot request) {
        String description = request.description();
        return TaskShapes.started(remotes.push(pushed(
                order(request.source(), description == null ? "" : description, request.tags(), request.copyTags()))));
    }

    private SnapshotPullPlan plan(DescribeSnapshotPush request) {
        PushPlan plan = remotes.planPush(pushed(order(request.source(), "", List.of(), false)));
        long rate = plan.bytesPerSecond();
        return new SnapshotPullPlan(
                request.source().sourceSnapshotId(),
                plan.kmsKeyId(),
                !plan.base().isEmpty(),
                plan.base().isEmpty() ? null : plan.base(),
                plan.bytes(),
                rate == 0 ? null : rate,
                rate == 0 ? null : plan.bytes() / rate);
    }

    private static PushOrder pushed(PullOrder order) {
        return new PushOrder(
                order.remote(),
                order.source(),
                order.description(),
                order.tags(),
                order.copyTags(),
                order.key(),
                order.pace());
    }

    private SnapshotPullPlan shape(DistantPlan plan) {
        return new SnapshotPullPlan(
                plan.source().snapshot().value(),
                services.keys().arnOf(plan.kmsKeyId()),
                plan.base() != null,
                plan.base(),
                plan.bytes(),
                plan.bytesPerSecond() == 0 ? null : plan.bytesPerSecond(),
                plan.estimate().map(Duration::toSeconds).orElse(null));
    }

    private static Remote shape(RemoteRecord remote) {
        return new Remote(
                remote.name(),
                remote.address().isEmpty() ? null : remote.address(),
                remote.fingerprint(),
                remote.mayRead(),
                remote.mayWrite(),
                remote.ownerId());
    }

    private static RemoteStatus shape(io.ebsnap.remote.RemoteStatus status) {
        return new RemoteStatus(
                status.software(),
                status.storeId(),
                status.protocolVersion(),
                status.mayRead(),
                status.mayWrite(),
                status.clockAhead().toMillis(),
                status.roundTrip().toMillis());
    }

    private static RemoteSnapshot shape(DistantFacts facts) {
        return new RemoteSnapshot(
                facts.snapshot().value(),
                facts.volumeId(),
                facts.startTime(),
                facts.sizeBytes(),
                facts.contentBytes(),
                facts.description());
    }
}

package io.ebsnap.service;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.control.Services;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.lifecycle.FollowUp;
import io.ebsnap.lifecycle.FollowUps;
import io.ebsnap.lifecycle.Ward;
import io.ebsnap.remote.PushOrder;
import io.ebsnap.restore.FastRestore;
import io.ebsnap.restore.FastRestores;
import io.ebsnap.snapshot.DistantCopyOrder.Pace;
import io.ebsnap.snapshot.SharingOrder;
import io.ebsnap.snapshot.SnapshotCopyOrder;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what policies want done with snapshots, by the services of those for whom they are carried out.
 *
 * @param services of those
 * @param executable what can be done here
 * @param clock the time of day
 */
record PolicyFollowUps(Function<Ward, Services> services, Set<FollowUp.Kind> executable, InstantSource clock)
        implements FollowUps {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyFollowUps.class);

    PolicyFollowUps {
        executable = Set.copyOf(executable);
    }

    /** What can be done on a machine, which has an archive or has none. */
    static Set<FollowUp.Kind> executable(boolean archive) {
        return archive ? EnumSet.allOf(FollowUp.Kind.class) : EnumSet.complementOf(EnumSet.of(FollowUp.Kind.ARCHIVE));
    }

    @Override
    public String carryOut(FollowUp followUp, SnapshotId snapshot, Ward as) {
        Services own = services.apply(as);
        return switch (followUp) {
            case FollowUp.Copy copy -> copy(own, copy, snapshot);
            case FollowUp.Push push -> push(own, push, snapshot);
            case FollowUp.Share share -> {
                SnapshotRecord unused =
                        own.sharing().share(snapshot, new SharingOrder(share.accounts(), false), share.grant());
                yield "";
            }
            case FollowUp.Unshare unshare -> {
                SnapshotRecord unused = own.sharing().unshare(snapshot, new SharingOrder(unshare.accounts(), false));
                yield "";
            }
            case FollowUp.EnableFastRestore enable ->
                inZones(enable.zones(), zone -> {
                    FastRestore unused = own.fastRestores().enable(snapshot, zone);
                });
            case FollowUp.DisableFastRestore disable ->
                inZones(disable.zones(), zone -> disable(own.fastRestores(), snapshot, zone));
            case FollowUp.Lock lock -> {
                new PolicyLocks(own.locks()).lock(lock, snapshot);
                yield "";
            }
            case FollowUp.Archive archive -> {
                new PolicyArchiving(own.snapshots(), own.tiering()).archive(snapshot);
                yield "";
            }
            case FollowUp.Deprecate deprecate ->
                new PolicyDeprecation(own.images(), clock).deprecate(snapshot, as.accountId());
        };
    }

    private static String copy(Services own, FollowUp.Copy copy, SnapshotId snapshot) {
        return own.snapshots()
                .copy(new SnapshotCopyOrder(
                        snapshot,
                        "Copy of " + snapshot + " by a policy",
                        List.of(),
                        copy.copyTags(),
                        copy.key(),
                        null,
                        copy.marks()))
                .snapshotId();
    }

    /** One that was ordered before a crash goes on by itself, or has come to its end there. */
    private static String push(Services own, FollowUp.Push push, SnapshotId snapshot) {
        Optional<String> there = there(own, push);
        if (there.isPresent()) {
            return there.get();
        }
        try {
            return own.remotes()
                    .push(new PushOrder(
                            push.remote(),
                            snapshot,
                            push.description(),
                            List.of(),
                            push.copyTags(),
                            push.key(),
                            new Pace(0, Optional.empty())))
                    .id()
                    .toString();
        } catch (Failure.Conflict beingDone) {
            return "";
        }
    }

    /** A remote that shows nothing of what it has is not asked in vain. */
    private static Optional<String> there(Services own, FollowUp.Push push) {
        try {
            return own.remotes().snapshots(push.remote()).stream()
                    .filter(copy -> copy.description().equals(push.description()))
                    .map(copy -> copy.snapshot().value())
                    .findFirst();
        } catch (Failure.Denied hidden) {
            return Optional.empty();
        }
    }

    /** Somebody may have disabled it before. */
    private static void disable(FastRestores restores, SnapshotId snapshot, String zone) {
        try {
            FastRestore unused = restores.disable(snapshot, zone);
        } catch (Failure.NotFound none) {
            LOG.debug("snapshot={} fast restore is disabled already", snapshot);
        }
    }

    private static String inZones(List<String> zones, Consumer<String> order) {
        (zones.isEmpty() ? List.of("") : zones).forEach(order);
        return "";
    }
}

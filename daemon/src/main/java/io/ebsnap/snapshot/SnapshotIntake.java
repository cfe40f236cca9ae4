package io.ebsnap.snapshot;

import static java.util.Objects.requireNonNull;

import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.SnapshotOrigin;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.TargetEncryption;
import io.ebsnap.catalog.VolumeRecord;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.device.Hooks;
import io.ebsnap.device.InstantOrder;
import io.ebsnap.device.PointInTime;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.volume.EpochOrder;
import io.ebsnap.volume.ManagedVolume;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns an order into pending snapshots whose instants are fixed. Whatever fails on the way, nothing of the order is left behind:
 * instants are given up, and records that exist already say error.
 */
final class SnapshotIntake {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotIntake.class);
    private static final long ENDING_MILLIS_MAX = 10_000;

    private final SnapshotSources sources;
    private final JobContext context;
    private final SnapshotQueue queue;

    SnapshotIntake(SnapshotSources sources, JobContext context, SnapshotQueue queue) {
        this.sources = sources;
        this.context = context;
        this.queue = queue;
    }

    List<SnapshotRecord> accept(SnapshotOrder order) {
        OrderRules.check(order);
        queue.reserve(order.volumes().size());
        try {
            List<Wanted> wanted = wanted(order);
            List<PointInTime> instants = instantsOf(order, wanted);
            return pending(order, wanted, instants);
        } finally {
            queue.unreserve(order.volumes().size());
        }
    }

    /** Under the named key; else that of a volume whose target is encrypted; else the default one. */
    private Sealing sealing(SnapshotOrder order, @Nullable TargetEncryption encryption) {
        String named = order.key();
        if (named == null && encryption != null) {
            named = encryption.kmsKeyId();
        } else if (named == null) {
            named = order.defaultKey();
        }
        KeyId key = context.storage()
                .keyring()
                .resolve(named == null ? context.settings().defaultKey().get() : named);
        return new Sealing(key, context.storage().keyring().domainFor(key));
    }

    private List<Wanted> wanted(SnapshotOrder order) {
        List<Wanted> wanted = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String named : order.volumes()) {
            Wanted one = wanted(order, named);
            if (!seen.add(one.volumeId())) {
                throw new Failure.Invalid("'" + named + "' is a volume that the order names already");
            }
            queue.exclusiveOf(one.volumeId()).ifPresent(other -> requireEnding(other, one));
            wanted.add(one);
        }
        return wanted;
    }

    /** Names are unique among managed and registered volumes together. */
    private Wanted wanted(SnapshotOrder order, String named) {
        SnapshotId id = SnapshotId.random(context.surroundings().random());
        Optional<ManagedVolumeRecord> managed = sources.managed().named(named).map(ManagedVolume::record);
        if (managed.isPresent()) {
            return new Wanted(
                    managed.get().volumeId(),
                    managed.get().target().path(),
                    id,
                    true,
                    sealing(order, managed.get().encryption()));
        }
        VolumeRecord registered = sources.volumes().resolveOrRegister(named);
        return new Wanted(registered.volumeId(), registered.device(), id, false, sealing(order, null));
    }

    /** One that is completed already, or about to be, lets go of its device in a moment: who saw it completed is not to be refused. */
    private static void requireEnding(SnapshotJob other, Wanted volume) {
        try {
            if (other.awaitEnd(other.isEnding() ? ENDING_MILLIS_MAX : 0)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Failure.Conflict(
                other.id() + " of " + volume.volumeId() + " is being taken, and holds " + volume.device(),
                "wait for it: ebsnap snapshot wait " + other.id());
    }

    private List<PointInTime> instantsOf(SnapshotOrder order, List<Wanted> wanted) {
        String preHook = order.preHook();
        String postHook = order.postHook();
        Map<String, String> about = about(wanted);
        Hooks hooks = hooks(order);
        List<PointInTime> instants;
        try {
            if (preHook != null) {
                hooks.run("pre", preHook, about);
            }
            instants = taken(order, wanted);
        } catch (RuntimeException e) {
            runAfterFailure(hooks, postHook, about);
            throw e;
        }
        runPostHook(hooks, postHook, about, instants);
        return instants;
    }

    private Hooks hooks(SnapshotOrder order) {
        Duration timeout = order.standing().hookTimeout();
        return timeout == null ? sources.hooks() : sources.hooks().within(timeout);
    }

    /** Those of devices one right after the other, then those of all managed volumes at once. */
    private List<PointInTime> taken(SnapshotOrder order, List<Wanted> wanted) {
        Map<String, PointInTime> taken = new HashMap<>();
        try {
            for (Wanted one : wanted) {
                if (!one.managed()) {
                    taken.put(
                            one.volumeId(),
                            sources.instants().take(new InstantOrder(one.device(), one.id(), order.consistency())));
                }
            }
            takeEpochs(order, wanted, taken);
        } catch (RuntimeException e) {
            taken.values().forEach(SnapshotIntake::giveUp);
            throw e;
        }
        return wanted.stream()
                .map(one -> requireNonNull(taken.get(one.volumeId())))
                .toList();
    }

    private void takeEpochs(SnapshotOrder order, List<Wanted> wanted, Map<String, PointInTime> taken) {
        List<EpochOrder> epochs = wanted.stream()
                .filter(Wanted::managed)
                .map(one ->
                        new EpochOrder(one.volumeId(), one.id(), one.sealing().domain()))
                .toList();
        if (epochs.isEmpty()) {
            return;
        }
        order.consistency()
                .filter(demanded -> demanded != ConsistencyMethod.MANAGED_EPOCH)
                .ifPresent(demanded -> {
                    throw new Failure.Invalid(
                            "an instant of " + epochs.getFirst().volumeId() + " cannot be had by " + demanded.word()
                                    + ": ebsnap serves it, and keeps its instants itself",
                            "leave --consistency out");
                });
        List<PointInTime> instants = sources.managed().take(epochs);
        for (int i = 0; i < instants.size(); i++) {
            taken.put(epochs.get(i).volumeId(), instants.get(i));
        }
    }

    private static void runPostHook(
            Hooks hooks, @Nullable String postHook, Map<String, String> about, List<PointInTime> instants) {
        if (postHook == null) {
            return;
        }
        try {
            hooks.run("post", postHook, about);
        } catch (RuntimeException e) {
            instants.forEach(SnapshotIntake::giveUp);
            throw e;
        }
    }

    private static void runAfterFailure(Hooks hooks, @Nullable String postHook, Map<String, String> about) {
        if (postHook == null) {
            return;
        }
        try {
            hooks.run("post", postHook, about);
        } catch (RuntimeException e) {
            LOG.warn("the post hook failed too: {}", e.getMessage());
        }
    }

    private List<SnapshotRecord> pending(SnapshotOrder order, List<Wanted> wanted, List<PointInTime> instants) {
        context.surroundings().crashPoints().reached("snapshot.after-instant");
        List<SnapshotRecord> records = new ArrayList<>();
        try {
            for (int i = 0; i < wanted.size(); i++) {
                SnapshotRecord record = record(order, wanted.get(i), instants.get(i));
                context.records().create(record);
                records.add(record);
            }
        } catch (RuntimeException e) {
            instants.forEach(SnapshotIntake::giveUp);
            records.forEach(record -> context.failures()
                    .record(record.snapshotId(), "another snapshot of the same order failed: " + e.getMessage()));
            throw e;
        }
        context.surroundings().crashPoints().reached("snapshot.after-pending");
        submit(records, instants);
        return records;
    }

    private void submit(List<SnapshotRecord> records, List<PointInTime> instants) {
        List<SnapshotJob> jobs = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            LOG.info(
                    "snapshot={} volume={} state=pending device={} method={}",
                    records.get(i).snapshotId(),
                    records.get(i).volumeId(),
                    records.get(i).origin().device(),
                    records.get(i).origin().consistency());
            jobs.add(new SnapshotJob(records.get(i), instants.get(i), context));
        }
        queue.submit(jobs);
    }

    private SnapshotRecord record(SnapshotOrder order, Wanted one, PointInTime instant) {
        SnapshotOrigin origin = new SnapshotOrigin(
                one.device(),
                instant.source().geometry().sizeBytes(),
                instant.method().word(),
                instant.artifact().orElse(null),
                one.sealing().domain().hex(),
                null,
                "full");
        return new SnapshotRecord(
                one.id().value(),
                one.volumeId(),
                SnapshotState.PENDING,
                "",
                instant.instant().truncatedTo(ChronoUnit.MILLIS),
                null,
                order.ownerId() == null ? context.settings().ownerId() : order.ownerId(),
                order.description(),
                order.allTags(),
                "standard",
                one.sealing().key().toString(),
                null,
                origin,
                null);
    }

    private static Map<String, String> about(List<Wanted> wanted) {
        return Map.of(
                "EBSNAP_VOLUME", joined(wanted, one -> one.volumeId()),
                "EBSNAP_DEVICE", joined(wanted, one -> one.device()),
                "EBSNAP_SNAPSHOT", joined(wanted, one -> one.id().value()));
    }

    private static String joined(List<Wanted> wanted, Function<Wanted, String> part) {
        return String.join(" ", wanted.stream().map(part).toList());
    }

    private static void giveUp(PointInTime instant) {
        try {
            instant.close();
        } catch (RuntimeException e) {
            LOG.warn("what held an instant could not be given up: {}", e.getMessage());
        }
    }

    /** What a snapshot is sealed under. */
    private record Sealing(KeyId key, DomainId domain) {}

    /**
     * A volume of the order and the name of its snapshot.
     *
     * @param device that its bytes lie on
     * @param managed whether the daemon serves it
     * @param sealing of the snapshot
     */
    private record Wanted(String volumeId, String device, SnapshotId id, boolean managed, Sealing sealing) {}
}

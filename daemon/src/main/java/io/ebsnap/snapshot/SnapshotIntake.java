package io.ebsnap.snapshot;

import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.SnapshotGroup;
import io.ebsnap.catalog.SnapshotOrigin;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.catalog.TargetEncryption;
import io.ebsnap.catalog.VolumeRecord;
import io.ebsnap.device.AtRest;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.device.Hooks;
import io.ebsnap.device.InstantOrder;
import io.ebsnap.device.OneInstant;
import io.ebsnap.device.PointInTime;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import io.ebsnap.identity.SnapshotGroupId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.volume.EpochConflicts;
import io.ebsnap.volume.EpochOrder;
import io.ebsnap.volume.ManagedVolume;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        List<Wanted> wanted = wanted(order);
        Set<String> volumes = wanted.stream().map(Wanted::volumeId).collect(Collectors.toSet());
        try (SnapshotTurns.Turn _ = queue.turn(volumes, order.standing().patience())) {
            return accept(order, wanted);
        }
    }

    private List<SnapshotRecord> accept(SnapshotOrder order, List<Wanted> wanted) {
        queue.reserve(wanted.size());
        try {
            wanted.forEach(this::requireFree);
            return pending(order, wanted, instantsOf(order, wanted));
        } finally {
            queue.unreserve(wanted.size());
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
                    tags(order, managed.get().tags()),
                    sealing(order, managed.get().encryption()));
        }
        VolumeRecord registered = sources.volumes().resolveOrRegister(named);
        return new Wanted(
                registered.volumeId(),
                registered.device(),
                id,
                false,
                tags(order, registered.tags()),
                sealing(order, null));
    }

    /** What a policy notes comes last. */
    private static List<Tag> tags(SnapshotOrder order, List<Tag> ofVolume) {
        List<Tag> given = order.copyTags() ? TagRules.merge(ofVolume, order.tags()) : order.tags();
        return Stream.concat(given.stream(), order.standing().marks().stream()).toList();
    }

    private void requireFree(Wanted volume) {
        queue.exclusiveOf(volume.volumeId()).ifPresent(other -> requireEnding(other, volume));
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
        other.copyVolume().ifPresent(copy -> {
            throw EpochConflicts.copied(volume.volumeId(), copy);
        });
        throw new Failure.Conflict(
                other.id() + " of " + volume.volumeId() + " is being taken, and holds " + volume.device(),
                "wait for it: ebsnap snapshot wait " + other.id());
    }

    private OneInstant instantsOf(SnapshotOrder order, List<Wanted> wanted) {
        String preHook = order.preHook();
        String postHook = order.postHook();
        Map<String, String> about = about(wanted);
        Hooks hooks = hooks(order);
        OneInstant taken;
        try {
            if (preHook != null) {
                hooks.run("pre", preHook, about);
            }
            taken = taken(order, wanted);
        } catch (RuntimeException e) {
            runAfterFailure(hooks, postHook, about);
            throw e;
        }
        runPostHook(hooks, postHook, about, taken.instants());
        return taken;
    }

    private Hooks hooks(SnapshotOrder order) {
        Duration timeout = order.standing().hookTimeout();
        return timeout == null ? sources.hooks() : sources.hooks().within(timeout);
    }

    /** One instant of all, whatever kind they are of. */
    private OneInstant taken(SnapshotOrder order, List<Wanted> wanted) {
        List<Wanted> served = wanted.stream().filter(Wanted::managed).toList();
        List<Wanted> devices = wanted.stream().filter(one -> !one.managed()).toList();
        requireEpochs(order, served);
        if (wanted.size() == 1 && !devices.isEmpty()) {
            PointInTime alone = sources.instants().take(instantOrder(order, devices.getFirst()));
            return new OneInstant(List.of(alone), alone.instant(), Duration.ZERO);
        }
        List<InstantOrder> orders =
                devices.stream().map(one -> instantOrder(order, one)).toList();
        if (served.isEmpty()) {
            return sources.instants()
                    .takeTogether(
                            orders, AtRest.nothingElse(context.surroundings().clock()));
        }
        List<OneInstant> ofDevices = new ArrayList<>();
        List<PointInTime> ofServed = sources.managed()
                .take(
                        served.stream().map(Wanted::epoch).toList(),
                        volumes -> ofDevices.add(sources.instants().takeTogether(orders, volumes)));
        return inOrder(wanted, ofDevices.getFirst(), ofServed);
    }

    private static InstantOrder instantOrder(SnapshotOrder order, Wanted one) {
        return new InstantOrder(one.device(), one.id(), order.consistency());
    }

    private static void requireEpochs(SnapshotOrder order, List<Wanted> served) {
        if (served.isEmpty()) {
            return;
        }
        order.consistency()
                .filter(demanded -> demanded != ConsistencyMethod.MANAGED_EPOCH)
                .ifPresent(demanded -> {
                    throw new Failure.Invalid(
                            "an instant of " + served.getFirst().volumeId() + " cannot be had by " + demanded.word()
                                    + ": ebsnap serves it, and keeps its instants itself",
                            "leave --consistency out");
                });
    }

    private static OneInstant inOrder(List<Wanted> wanted, OneInstant ofDevices, List<PointInTime> ofServed) {
        Iterator<PointInTime> devices = ofDevices.instants().iterator();
        Iterator<PointInTime> served = ofServed.iterator();
        return new OneInstant(
                wanted.stream()
                        .map(one -> one.managed() ? served.next() : devices.next())
                        .toList(),
                ofDevices.instant(),
                ofDevices.held());
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

    private List<SnapshotRecord> pending(SnapshotOrder order, List<Wanted> wanted, OneInstant taken) {
        List<PointInTime> instants = taken.instants();
        SnapshotGroup group = group(taken);
        context.surroundings().crashPoints().reached("snapshot.after-instant");
        List<SnapshotRecord> records = new ArrayList<>();
        try {
            for (int i = 0; i < wanted.size(); i++) {
                SnapshotRecord record = record(order, wanted.get(i), instants.get(i), taken.instant());
                record = record.with(record.origin().of(group));
                context.records().create(record);
                records.add(record);
                context.surroundings().crashPoints().reached("snapshot.after-one-pending");
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

    private @Nullable SnapshotGroup group(OneInstant taken) {
        int volumes = taken.instants().size();
        return volumes == 1
                ? null
                : new SnapshotGroup(
                        SnapshotGroupId.random(context.surroundings().random()).value(),
                        volumes,
                        taken.held().toMillis());
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

    private SnapshotRecord record(SnapshotOrder order, Wanted one, PointInTime instant, Instant shown) {
        SnapshotOrigin origin = new SnapshotOrigin(
                        one.device(),
                        instant.source().geometry().sizeBytes(),
                        instant.method().word(),
                        instant.artifact().orElse(null),
                        one.sealing().domain().hex(),
                        null,
                        "full")
                .forCopy(order.standing().copyVolumeId());
        return new SnapshotRecord(
                one.id().value(),
                one.volumeId(),
                SnapshotState.PENDING,
                "",
                shown.truncatedTo(ChronoUnit.MILLIS),
                null,
                order.ownerId() == null ? context.settings().ownerId() : order.ownerId(),
                order.description(),
                one.tags(),
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
     * @param tags of the snapshot
     * @param sealing of the snapshot
     */
    private record Wanted(
            String volumeId, String device, SnapshotId id, boolean managed, List<Tag> tags, Sealing sealing) {

        EpochOrder epoch() {
            return new EpochOrder(volumeId, id, sealing.domain());
        }
    }
}

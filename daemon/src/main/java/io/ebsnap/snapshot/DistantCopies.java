package io.ebsnap.snapshot;

import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.DistantOrigin;
import io.ebsnap.catalog.SnapshotOrigin;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.device.PointInTime;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.DistantSnapshots.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies of snapshots that lie elsewhere: snapshots whose device is such a snapshot. Safe for use by several threads. */
final class DistantCopies {

    private static final Logger LOG = LoggerFactory.getLogger(DistantCopies.class);

    private final JobContext context;
    private final SnapshotQueue queue;
    private final DistantSnapshots places;
    private final DistantBases bases;
    private final DistantRates rates;

    DistantCopies(JobContext context, SnapshotQueue queue, DistantSnapshots places) {
        this.context = context;
        this.queue = queue;
        this.places = places;
        this.bases = new DistantBases(context.records(), context.storage().mapsInUse());
        this.rates = new DistantRates(context.records());
    }

    /** What a copy would take. */
    DistantPlan plan(DistantCopyOrder order) {
        try (DistantSnapshot snapshot = places.open(order.source(), Patience.NONE)) {
            return plan(order, key(order), snapshot);
        }
    }

    private DistantPlan plan(DistantCopyOrder order, KeyId key, DistantSnapshot snapshot) {
        DistantFacts facts = snapshot.facts();
        List<MapsInUse.Hold> holds = new ArrayList<>();
        try {
            Optional<DistantBases.Base> base = context.records()
                    .domainUnder(key)
                    .flatMap(domain -> bases.find(wanted(order, facts, domain), snapshot, holds));
            DistantSum sum = snapshot.sum(base.map(DistantBases.Base::original));
            return new DistantPlan(
                    facts,
                    key.toString(),
                    base.map(found -> found.copy().snapshotId()).orElse(null),
                    sum.blocks(),
                    sum.bytes(),
                    rates.expected(order.source().place(), order.pace().bytesPerSecondMax()));
        } finally {
            holds.forEach(MapsInUse.Hold::close);
        }
    }

    /**
     * Begins a copy.
     *
     * @throws Failure.Conflict if it cannot be completed in time
     */
    SnapshotRecord accept(DistantCopyOrder order) {
        OrderRules.check(order);
        queue.reserve(1);
        try {
            KeyId key = key(order);
            DomainId domain = context.storage().keyring().domainFor(key);
            SnapshotRecord copy = pending(order, key, domain, asked(order, key));
            DistantInstant instant = instant(copy);
            try {
                context.records().create(copy);
                context.surroundings().crashPoints().reached("copy.after-pending");
                LOG.info(
                        "snapshot={} copy-of={} state=pending",
                        copy.snapshotId(),
                        copy.origin().device());
                queue.submit(List.of(new SnapshotJob(copy, instant, context)));
                return copy;
            } catch (RuntimeException e) {
                instant.close();
                throw e;
            }
        } finally {
            queue.unreserve(1);
        }
    }

    /** Only what must be known at once is asked for: how much there is to be fetched only if it must be done in time. */
    private DistantFacts asked(DistantCopyOrder order, KeyId key) {
        try (DistantSnapshot snapshot = places.open(order.source(), Patience.NONE)) {
            if (order.pace().within().isEmpty()) {
                return snapshot.facts();
            }
            DistantPlan plan = plan(order, key, snapshot);
            requireInTime(plan, order.pace().within().get());
            return plan.source();
        }
    }

    private static void requireInTime(DistantPlan plan, Duration within) {
        Optional<Duration> estimate = plan.estimate();
        if (estimate.isPresent() && estimate.get().compareTo(within) > 0) {
            throw new Failure.Conflict(
                    plan.source().snapshot() + " cannot be copied within " + within.toMinutes() + " minutes: "
                            + plan.bytes() + " bytes at " + plan.bytesPerSecond() + " bytes a second take "
                            + Math.ceilDiv(estimate.get().toSeconds(), 60) + " minutes",
                    "give it more time, or raise its limit of bandwidth");
        }
    }

    /** Goes on with a copy that an earlier daemon has begun. */
    Optional<PointInTime> resume(SnapshotRecord pending) {
        return Optional.of(instant(pending));
    }

    private DistantInstant instant(SnapshotRecord copy) {
        DistantOrigin origin = Objects.requireNonNull(copy.origin().distant());
        DistantName name = new DistantName(origin.place(), new SnapshotId(origin.snapshotId()));
        DistantSnapshot snapshot = new PacedSnapshot(
                places.open(name, Patience.ENDLESS),
                origin.bytesPerSecondMax(),
                context.surroundings().nanoClock());
        return new DistantInstant(
                copy,
                new DistantInstant.Parts(
                        snapshot, bases, places, context.surroundings().random().nextLong()));
    }

    private KeyId key(DistantCopyOrder order) {
        String named = order.key();
        return context.storage()
                .keyring()
                .resolve(named == null ? context.settings().defaultKey().get() : named);
    }

    private DistantBases.Wanted wanted(DistantCopyOrder order, DistantFacts facts, DomainId domain) {
        return new DistantBases.Wanted(
                origin(order, facts), facts.sizeBytes(), domain.hex(), order.ownerId(), facts.startTime());
    }

    private SnapshotRecord pending(DistantCopyOrder order, KeyId key, DomainId domain, DistantFacts facts) {
        String label = places.nameOf(order.source().place()) + "/" + facts.snapshot();
        return new SnapshotRecord(
                SnapshotId.random(context.surroundings().random()).value(),
                SnapshotCopies.NO_VOLUME,
                SnapshotState.PENDING,
                "",
                facts.startTime(),
                null,
                order.ownerId(),
                order.description(),
                tags(order, facts),
                "standard",
                key.toString(),
                null,
                new SnapshotOrigin(
                        label,
                        facts.sizeBytes(),
                        SnapshotOrigin.COPY,
                        label,
                        domain.hex(),
                        null,
                        "full",
                        origin(order, facts),
                        null),
                null);
    }

    private DistantOrigin origin(DistantCopyOrder order, DistantFacts facts) {
        return new DistantOrigin(
                order.source().place(),
                facts.snapshot().value(),
                facts.volumeId(),
                order.pace().bytesPerSecondMax(),
                deadline(order));
    }

    private @Nullable Instant deadline(DistantCopyOrder order) {
        return order.pace().within().map(context.records().now()::plus).orElse(null);
    }

    private static List<Tag> tags(DistantCopyOrder order, DistantFacts facts) {
        return order.copyTags() ? TagRules.merge(TagRules.withoutReserved(facts.tags()), order.tags()) : order.tags();
    }
}

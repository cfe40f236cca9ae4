package io.ebsnap.volume;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.device.AtRest;
import io.ebsnap.device.PointInTime;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.DomainId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins the epochs of volumes that are open, and goes on with those of an earlier daemon. To be used by one thread at a time. */
final class ManagedEpochs {

    private static final Logger LOG = LoggerFactory.getLogger(ManagedEpochs.class);

    private final VolumeParts parts;
    private final VolumePlaces places;
    private final EpochBases bases;

    ManagedEpochs(VolumeParts parts, VolumePlaces places) {
        this.parts = parts;
        this.places = places;
        this.bases = new EpochBases(parts);
    }

    /** A volume that is open, and what a snapshot of it is taken for. */
    record Wanted(ManagedVolumeRecord record, OpenVolume volume, EpochOrder order) {}

    /**
     * What one instant needs.
     *
     * @param next what will be changed after it
     */
    private record Prepared(Wanted wanted, Epoch epoch, ChangeSet next, EpochBase base) {

        VolumeChanges changes() {
            return wanted.volume().changes();
        }
    }

    /** Fixes one instant of all. */
    List<PointInTime> take(List<Wanted> all, OneMoment moment) {
        Fixing fixing = new Fixing(prepared(all));
        try {
            moment.come(fixing);
            return fixing.instants();
        } catch (RuntimeException e) {
            fixing.giveUp();
            throw e;
        }
    }

    private List<Prepared> prepared(List<Wanted> all) {
        List<Prepared> prepared = new ArrayList<>();
        try {
            for (Wanted wanted : all) {
                prepared.add(prepare(wanted));
            }
        } catch (RuntimeException e) {
            prepared.forEach(this::giveUp);
            throw e;
        }
        return prepared;
    }

    /** What is prepared, until its instant is fixed and after that. */
    private final class Fixing implements AtRest {

        private final List<Prepared> prepared;
        private final List<PointInTime> instants = new ArrayList<>();

        Fixing(List<Prepared> prepared) {
            this.prepared = prepared;
        }

        @Override
        public Instant pass(Optional<Runnable> last) {
            Instant instant = begin(prepared, last);
            for (Prepared one : prepared) {
                instants.add(new EpochInstant(one.wanted().volume(), instant, one.epoch(), one.base()));
            }
            return instant;
        }

        List<PointInTime> instants() {
            if (instants.size() != prepared.size()) {
                throw new IllegalStateException("the moment did not come");
            }
            return instants;
        }

        void giveUp() {
            if (instants.isEmpty()) {
                prepared.forEach(ManagedEpochs.this::giveUp);
            } else {
                instants.forEach(PointInTime::close);
            }
        }
    }

    private Prepared prepare(Wanted wanted) {
        ManagedVolumeRecord record = wanted.record();
        VolumeChanges changes = wanted.volume().changes();
        Epoch other = changes.epoch();
        if (other != null) {
            throw new EpochConflicts(parts.catalog())
                    .of(record.volumeId(), other.order().snapshot());
        }
        EpochBase base = bases.find(record, changes.current(), wanted.order().domain());
        try {
            Epoch epoch = new Epoch(
                    wanted.volume().state(),
                    order(wanted.order().snapshot().value(), record.sizeBytes(), base, changes.current()),
                    places.of(record)
                            .createEpoch(record, parts.copyRoom())
                            .alike(wanted.volume().state().target()));
            return new Prepared(wanted, epoch, begun(wanted, epoch), base);
        } catch (RuntimeException e) {
            base.close();
            throw e;
        }
    }

    private Epoch.Order order(String snapshot, long sizeBytes, EpochBase base, ChangeSet changes) {
        SnapshotRecord parent = base.parent();
        return base.kind() == EpochBase.Kind.EXACT && parent != null
                ? new Epoch.Order(snapshot, sizeBytes, changes.blocks(), sample(parent))
                : new Epoch.Order(snapshot, sizeBytes, null, null);
    }

    private EpochSample sample(SnapshotRecord parent) {
        return EpochSample.of(parts.recheck(), parent, parts.random().nextLong());
    }

    private ChangeSet begun(Wanted wanted, Epoch epoch) {
        try {
            epoch.begin();
            return wanted.volume().changes().next(wanted.order().snapshot().value());
        } catch (RuntimeException e) {
            epoch.close();
            places.of(wanted.record()).removeEpoch(wanted.record().volumeId());
            throw e;
        }
    }

    private void giveUp(Prepared one) {
        try (EpochBase _ = one.base()) {
            one.epoch().close();
            one.changes().unused(one.next());
            places.of(one.wanted().record()).removeEpoch(one.wanted().record().volumeId());
        } catch (Failure e) {
            LOG.warn("what was to keep an instant stays: {}", e.getMessage());
        }
    }

    /** The instant: nobody changes any of the volumes while all of them pass it. */
    private Instant begin(List<Prepared> all, Optional<Runnable> last) {
        Optional<LastAtRest> step = last.map(LastAtRest::new);
        Deque<BlockLocks.Held> fences = new ArrayDeque<>();
        try {
            all.stream()
                    .map(one -> one.wanted().volume())
                    .sorted(Comparator.comparing(OpenVolume::name))
                    .forEach(volume -> fences.push(volume.fence()));
            step.ifPresent(LastAtRest::begin);
            all.forEach(one -> one.changes().begin(one.epoch(), one.next()));
            return parts.clock().instant();
        } finally {
            fences.forEach(BlockLocks.Held::close);
            step.ifPresent(LastAtRest::awaitEnd);
        }
    }

    /**
     * Goes on keeping what an earlier daemon has kept, or gives it up. To be called for a volume that was just opened, before anybody uses it.
     *
     * @return what can be read again; null if nothing
     */
    @Nullable
    EpochInstant reopen(ManagedVolumeRecord record, OpenVolume volume) {
        VolumeChanges changes = volume.changes();
        ChangeSet frozen = changes.frozen();
        EpochInstant found = frozen == null ? null : resumed(record, volume, frozen);
        if (found != null) {
            LOG.info(
                    "volume={} snapshot={} instant kept",
                    record.volumeId(),
                    changes.current().since());
            return found;
        }
        if (frozen != null) {
            LOG.warn(
                    "volume={} snapshot={} instant lost",
                    record.volumeId(),
                    changes.current().since());
            changes.merge();
            changes.failed();
            changes.tidy();
        }
        places.of(record).removeEpoch(record.volumeId());
        return null;
    }

    private @Nullable EpochInstant resumed(ManagedVolumeRecord record, OpenVolume volume, ChangeSet frozen) {
        Optional<SnapshotRecord> pending = parts.catalog()
                .find(CatalogKind.SNAPSHOT, volume.changes().current().since())
                .filter(snapshot -> snapshot.state() == SnapshotState.PENDING);
        if (pending.isEmpty() || !places.of(record).hasEpoch(record.volumeId())) {
            return null;
        }
        EpochBase base =
                bases.find(record, frozen, DomainId.parse(pending.get().origin().domainId()));
        Epoch.Place place = places.of(record)
                .openEpoch(record, parts.copyRoom())
                .alike(volume.state().target());
        Epoch.Order order =
                order(pending.get().snapshotId(), pending.get().origin().sizeBytes(), base, frozen);
        Optional<Boolean> begunWhole = EpochNote.wantsAll(place.journal().words());
        Epoch epoch = new Epoch(volume.state(), order, place);
        if (!begunWhole.equals(Optional.of(order.changed() == null)) || !epoch.resume()) {
            epoch.close();
            base.close();
            return null;
        }
        volume.changes().resume(epoch);
        return new EpochInstant(volume, pending.get().startTime(), epoch, base);
    }
}

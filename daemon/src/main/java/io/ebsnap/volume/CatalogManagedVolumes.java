package io.ebsnap.volume;

import io.ebsnap.bin.Binnable;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.VolumeOrigin;
import io.ebsnap.catalog.VolumePerformance;
import io.ebsnap.device.PointInTime;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The managed volumes of the catalog. One that is not hydrated is open from the start of the daemon on, because it is being filled; another one
 * from its first use on. Changes of what exists are made one at a time.
 *
 * <p>A record says {@code creating} before anything is made and {@code deleting} before anything is removed. What a crash has left of either
 * is removed at the next start: the order of a volume that was being made was never answered. Copies are {@link CopiedVolumes}'.
 */
public final class CatalogManagedVolumes implements ManagedVolumes, VolumeEpochs, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogManagedVolumes.class);

    private final VolumeParts parts;
    private final VolumePlaces places;
    private final Hydrations hydrations;
    private final VolumeMaking making;
    private final ManagedVolumeRecords records;
    private final ManagedEpochs epochs;
    private final OpenVolumes open;
    private final VolumeMoving moving;
    private final VolumesInZones inZones;
    private final VolumeRecycling recycling;
    private final VolumeViews views;

    public CatalogManagedVolumes(VolumeParts parts, VolumeZones zones, Hydrations hydrations) {
        this.parts = parts;
        this.places = new VolumePlaces(parts.linux(), parts.scope(), zones);
        this.hydrations = hydrations;
        this.making = new VolumeMaking(parts, places);
        this.records = new ManagedVolumeRecords(parts.catalog());
        this.epochs = new ManagedEpochs(parts, places);
        VolumeOpening opening = new VolumeOpening(parts, places, epochs);
        MoveSteps steps = new MoveSteps(parts, places, opening);
        this.open = new OpenVolumes(opening, hydrations);
        this.moving = new VolumeMoving(records, open, hydrations, steps);
        this.inZones = new VolumesInZones(parts, places, open, steps, moving);
        this.recycling = new VolumeRecycling(parts, open);
        this.views = new VolumeViews(places, hydrations, open, moving);
    }

    /** Goes on with what an earlier daemon has left. To be called once, before anything else. */
    public void start() {
        inZones.start();
    }

    /**
     * Looks whether zones are there again or gone: volumes of the ones are gone on with, and those of the others that nobody uses are closed, so that
     * they are opened anew. Moves that an earlier daemon has begun are gone on with. To be called every so often, once what was attached is served again.
     */
    public void lookAtZones() {
        inZones.look();
    }

    /**
     * Takes a zone out of use, if no volume lies in it.
     *
     * @param removal is done while no volume is made
     * @throws Failure.Conflict if some do; the message has their ids
     */
    public <T> T removeZone(String zone, Supplier<T> removal) {
        return inZones.removeZone(zone, removal);
    }

    /** The ids of the volumes in a zone. */
    public List<String> idsIn(String zone) {
        return inZones.idsIn(zone);
    }

    /**
     * The volumes that were deleted and are kept.
     *
     * @param ownAccount 12 digits: whose volumes are that name no account
     */
    public Binnable bin(String ownAccount) {
        return new BinnedVolumes(parts, making, open, inZones, ownAccount);
    }

    /** The volumes that are copies of others. */
    public CopiedVolumes copies() {
        return new CopiedVolumes(parts, places, making, open, inZones);
    }

    @Override
    public ManagedVolume create(ManagedVolumeOrder order) {
        synchronized (open) {
            Instant began = parts.clock().instant();
            Optional<ManagedVolumeRecord> before = records.madeBy(order.clientToken(), order.ownerId(), began);
            if (before.isPresent()) {
                return views.of(before.get());
            }
            ManagedVolumeRecord record = making.make(order);
            OpenVolume unused = open.opened(record);
            assert unused != null;
            LOG.info(
                    "volume={} bytes={} target={} {} created millis={}",
                    record.volumeId(),
                    record.sizeBytes(),
                    record.target().path(),
                    of(record.origin()),
                    Duration.between(began, parts.clock().instant()).toMillis());
            return views.of(record);
        }
    }

    private static String of(@Nullable VolumeOrigin origin) {
        return origin == null
                ? "snapshot=none"
                : "snapshot=" + origin.snapshotId() + " restore=\""
                        + origin.restoreMode().reason() + '"';
    }

    @Override
    public List<ManagedVolume> list() {
        synchronized (open) {
            return records.all().stream()
                    .filter(ManagedVolumeRecord::visible)
                    .map(views::of)
                    .toList();
        }
    }

    @Override
    public ManagedVolume find(String volume) {
        synchronized (open) {
            return views.of(records.named(volume));
        }
    }

    @Override
    public ManagedVolume modify(String volume, VolumeChange change) {
        synchronized (open) {
            ManagedVolumeRecord record = records.available(volume);
            VolumePerformance performance = change.of(record.toldPerformance());
            long sizeBytes = change.sizeBytes() == 0 ? record.sizeBytes() : change.sizeBytes();
            if (change.sizeBytes() != 0) {
                grow(record, sizeBytes);
            }
            ManagedVolumeRecord changed = parts.catalog()
                    .update(
                            CatalogKind.MANAGED_VOLUME,
                            record.volumeId(),
                            old -> old.grownTo(sizeBytes).performing(performance));
            LOG.info(
                    "volume={} bytes={} was={} type={} modified",
                    record.volumeId(),
                    sizeBytes,
                    record.sizeBytes(),
                    performance.volumeType().word());
            return views.of(changed);
        }
    }

    private void grow(ManagedVolumeRecord record, long sizeBytes) {
        VolumeMaking.requireSize(sizeBytes);
        MoveSteps.requireNotCopied(record);
        OpenVolume live = open.opened(record);
        places.of(record).extend(record, sizeBytes);
        live.grow(sizeBytes);
    }

    @Override
    public ManagedVolume rollBack(String volume, SnapshotId snapshot, SnapshotId safety) {
        open.find(records.available(volume).volumeId()).ifPresent(OpenVolume::awaitEnding);
        synchronized (open) {
            ManagedVolumeRecord record = records.available(volume);
            MoveSteps.requireNotCopied(record);
            try (VolumeMaking.Switched switched = making.rolledBack(record, snapshot)) {
                OpenVolume live = open.opened(record);
                live.beginReplacing(safety.value());
                open.endWell(live);
                VolumeFiles files = places.of(record);
                files.beginRollback(switched.record());
                ManagedVolumeRecord unused =
                        parts.catalog().update(CatalogKind.MANAGED_VOLUME, record.volumeId(), _ -> switched.record());
                files.endRollback(switched.record());
            }
            LOG.info("volume={} snapshot={} safety={} rolled back", record.volumeId(), snapshot, safety);
            ManagedVolumeRecord now = records.available(volume);
            OpenVolume unused = open.opened(now);
            assert unused != null;
            return views.of(now);
        }
    }

    @Override
    public ManagedVolume adjust(String volume, HydrationSettings settings) {
        synchronized (open) {
            ManagedVolumeRecord record = records.available(volume);
            if (record.origin() == null || record.origin().hydration() != null) {
                throw new Failure.Conflict(record.volumeId() + " is complete: there is nothing to fill");
            }
            ManagedVolumeRecord changed = parts.catalog().update(CatalogKind.MANAGED_VOLUME, record.volumeId(), old -> {
                VolumeOrigin origin = old.origin();
                return origin == null ? old : old.with(origin.filled(settings.bytesPerSecondMax(), settings.paused()));
            });
            hydrations.adjust(record.volumeId(), settings);
            return views.of(changed);
        }
    }

    @Override
    public ManagedVolume move(String volume, String zone) {
        synchronized (open) {
            return views.of(moving.move(records.available(volume), zone));
        }
    }

    @Override
    public ManagedVolume cancelMove(String volume) {
        moving.cancel(volume);
        return find(volume);
    }

    /** Of nobody who uses it a move is in the way. */
    @Override
    public ManagedVolume delete(String volume) {
        ManagedVolume found = find(volume);
        if (found.users().isEmpty()) {
            moving.endFor(found.record().volumeId());
        }
        open.find(found.record().volumeId()).ifPresent(OpenVolume::awaitEnding);
        return deleteStill(found.record().volumeId());
    }

    private ManagedVolume deleteStill(String volume) {
        synchronized (open) {
            ManagedVolumeRecord record = records.named(volume);
            if (moving.isMoving(record.volumeId())) {
                MoveSteps.requireNotCopied(record);
            }
            open.find(record.volumeId()).ifPresent(OpenVolume::beginClosing);
            return views.of(recycling.take(record).orElseGet(() -> deleted(record)));
        }
    }

    private ManagedVolumeRecord deleted(ManagedVolumeRecord record) {
        ManagedVolumeRecord doomed = parts.catalog()
                .update(CatalogKind.MANAGED_VOLUME, record.volumeId(), old -> old.in(ManagedVolumeState.DELETING));
        open.end(record.volumeId());
        inZones.removeIfThere(doomed);
        return doomed;
    }

    @Override
    public DataPlane use(String volume, boolean readOnly, String user) {
        synchronized (open) {
            return open.opened(records.available(volume)).use(readOnly, user);
        }
    }

    @Override
    public DataPlane useAgain(String volume, boolean readOnly, String user) {
        synchronized (open) {
            ManagedVolumeRecord record = records.available(volume);
            OpenVolume known = open.opened(record);
            if (known.hasLostWrites()) {
                throw new Failure.NotFound(record.volumeId() + " lacks what was written to it before: the journal in "
                        + parts.scope().directory() + " is gone");
            }
            return known.useAgain(readOnly, user);
        }
    }

    @Override
    public Optional<ManagedVolume> named(String volume) {
        try {
            return Optional.of(find(volume));
        } catch (Failure.NotFound e) {
            return Optional.empty();
        }
    }

    @Override
    public List<PointInTime> take(List<EpochOrder> orders, OneMoment moment) {
        synchronized (open) {
            List<ManagedEpochs.Wanted> wanted = new ArrayList<>();
            Deque<VolumeBypass.Held> held = new ArrayDeque<>();
            try {
                for (EpochOrder order : orders) {
                    ManagedVolumeRecord record = records.available(order.volumeId());
                    OpenVolume volume = open.opened(record);
                    held.push(volume.hold());
                    wanted.add(new ManagedEpochs.Wanted(record, volume, order));
                }
                return epochs.take(wanted, moment);
            } finally {
                held.forEach(VolumeBypass.Held::close);
            }
        }
    }

    @Override
    public void untrack(String volumeId) {
        synchronized (open) {
            if (named(volumeId).isPresent()) {
                open.opened(records.available(volumeId)).changes().distrust("it was given up by ebsnap volume untrack");
            }
        }
    }

    @Override
    public Optional<PointInTime> resume(SnapshotRecord pending) {
        synchronized (open) {
            return open.opened(records.available(pending.volumeId()))
                    .instantOf(pending.snapshotId())
                    .map(found -> found);
        }
    }

    /** Closes all volumes, durably. Whoever uses one is refused from then on. */
    @Override
    public void close() {
        moving.stop();
        open.endAll();
    }
}

package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.catalog.VolumeArrival;
import io.ebsnap.catalog.VolumeMove;
import io.ebsnap.catalog.VolumeMoveState;
import io.ebsnap.catalog.VolumeOrigin;
import io.ebsnap.device.PointInTime;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The managed volumes of the catalog. One that is not hydrated is open from the start of the daemon on, because it is being filled; another one
 * from its first use on. Changes of what exists are made one at a time.
 *
 * <p>A record says {@code creating} before anything is made and {@code deleting} before anything is removed. What a crash has left of either
 * is removed at the next start: the order of a volume that was being made was never answered.
 */
public final class CatalogManagedVolumes implements ManagedVolumes, VolumeEpochs, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogManagedVolumes.class);

    private final VolumeParts parts;
    private final VolumePlaces places;
    private final Hydrations hydrations;
    private final VolumeMaking making;
    private final ManagedVolumeRecords records;
    private final ManagedEpochs epochs;
    private final VolumeOpening opening;
    private final MoveSteps steps;
    private final VolumeMoves moves;

    @GuardedBy("this")
    private final Map<String, OpenVolume> open = new HashMap<>();

    /** Volumes that an earlier daemon's work is not gone on with yet, because their zone is not there. */
    @GuardedBy("this")
    private final Set<String> waiting = new HashSet<>();

    public CatalogManagedVolumes(VolumeParts parts, VolumeZones zones, Hydrations hydrations) {
        this.parts = parts;
        this.places = new VolumePlaces(parts.linux(), parts.scope(), zones);
        this.hydrations = hydrations;
        this.making = new VolumeMaking(parts, places);
        this.records = new ManagedVolumeRecords(parts.catalog());
        this.epochs = new ManagedEpochs(parts, places);
        this.opening = new VolumeOpening(parts, places, epochs);
        this.steps = new MoveSteps(parts, places, opening);
        this.moves = new VolumeMoves(new Moving());
    }

    /** Goes on with what an earlier daemon has left. To be called once, before anything else. */
    public synchronized void start() {
        List<ManagedVolumeRecord> known = records.all();
        places.inspect(known.stream().map(ManagedVolumeRecord::volumeId).collect(Collectors.toSet()));
        known.forEach(this::goOn);
    }

    @GuardedBy("this")
    private void goOn(ManagedVolumeRecord record) {
        try {
            String trouble = troubleWith(record);
            if (!trouble.isEmpty()) {
                waiting.add(record.volumeId());
                throw new Failure.Unavailable(trouble, null);
            }
            waiting.remove(record.volumeId());
            switch (record.state()) {
                case CREATING, DELETING -> remove(record);
                case AVAILABLE -> {
                    if (record.visible()) {
                        resume(record);
                    }
                }
            }
        } catch (Failure e) {
            LOG.error("volume={} cannot be opened: {}", record.volumeId(), e.getMessage());
        }
    }

    /** Why nothing can be done about a volume now; one that is to be removed may have something in two zones. */
    private String troubleWith(ManagedVolumeRecord record) {
        String trouble = places.trouble(record);
        return trouble.isEmpty() && record.state() != ManagedVolumeState.AVAILABLE && record.move() != null
                ? places.trouble(record.elsewhere())
                : trouble;
    }

    /**
     * Looks whether zones are there again or gone: volumes of the ones are gone on with, and those of the others that nobody uses are closed, so that
     * they are opened anew. Moves that an earlier daemon has begun are gone on with. To be called every so often, once what was attached is served again.
     */
    public synchronized void lookAtZones() {
        for (ManagedVolumeRecord record : records.all()) {
            boolean there = troubleWith(record).isEmpty();
            if (there && waiting.contains(record.volumeId())) {
                LOG.info("volume={} zone={} is there again", record.volumeId(), record.zone());
                goOn(record);
            } else if (!there && waiting.add(record.volumeId())) {
                LOG.error("volume={} {}", record.volumeId(), troubleWith(record));
                closeUnused(record.volumeId());
            } else if (there && record.visible() && record.state() == ManagedVolumeState.AVAILABLE) {
                goOnMoving(record);
            }
        }
    }

    /** What an earlier daemon has begun, or could not end because a zone was not there. */
    @GuardedBy("this")
    private void goOnMoving(ManagedVolumeRecord record) {
        VolumeMove move = record.move();
        if (move == null || moves.isMoving(record.volumeId())) {
            return;
        }
        switch (move.state()) {
            case MODIFYING -> moves.begin(record.volumeId());
            case OPTIMIZING -> tidyIfThere(record);
            case FAILED -> {}
        }
    }

    @GuardedBy("this")
    private void tidyIfThere(ManagedVolumeRecord record) {
        try {
            steps.tidy(record);
        } catch (Failure e) {
            LOG.debug("volume={} its old target stays: {}", record.volumeId(), e.getMessage());
        }
    }

    @GuardedBy("this")
    private void closeUnused(String volumeId) {
        OpenVolume volume = open.get(volumeId);
        boolean unused = volume != null
                && volume.users().isEmpty()
                && volume.changes().epoch() == null
                && !moves.isMoving(volumeId);
        if (volume != null && unused) {
            hydrations.end(volumeId);
            open.remove(volumeId);
            closeQuietly(volume);
        }
    }

    /**
     * Takes a zone out of use, if no volume lies in it.
     *
     * @param removal is done while no volume is made
     * @throws Failure.Conflict if some do; the message has their ids
     */
    public synchronized <T> T removeZone(String zone, Supplier<T> removal) {
        List<ManagedVolumeRecord> there = inZone(zone);
        String living = there.stream()
                .filter(record -> record.state() != ManagedVolumeState.DELETING)
                .filter(record -> record.zone().equals(zone) || isModifying(record))
                .map(ManagedVolumeRecord::volumeId)
                .collect(Collectors.joining(", "));
        if (!living.isEmpty()) {
            throw new Failure.Conflict(
                    "volumes are in zone " + zone + ": " + living, "move them to another zone, or delete them");
        }
        T removed = removal.get();
        there.forEach(record -> forgetIn(zone, record));
        return removed;
    }

    /** What could not be removed because the zone is lost. */
    @GuardedBy("this")
    private void forgetIn(String zone, ManagedVolumeRecord record) {
        if (record.zone().equals(zone)) {
            forget(record);
            return;
        }
        ManagedVolumeRecord left =
                parts.catalog().update(CatalogKind.MANAGED_VOLUME, record.volumeId(), old -> old.moving(null));
        if (left.state() == ManagedVolumeState.DELETING) {
            goOn(left);
        }
    }

    private static boolean isModifying(ManagedVolumeRecord record) {
        return record.move() != null && record.move().state() == VolumeMoveState.MODIFYING;
    }

    /** The ids of the volumes in a zone. */
    public synchronized List<String> idsIn(String zone) {
        return inZone(zone).stream().map(ManagedVolumeRecord::volumeId).toList();
    }

    private List<ManagedVolumeRecord> inZone(String zone) {
        return records.all().stream()
                .filter(record -> record.zone().equals(zone)
                        || (record.move() != null && record.move().zone().equals(zone)))
                .toList();
    }

    @GuardedBy("this")
    private void resume(ManagedVolumeRecord record) {
        VolumeOrigin origin = record.origin();
        if (origin == null) {
            return;
        }
        if (origin.hydration() != null) {
            places.of(record).removeMap(record.volumeId());
            return;
        }
        opened(record);
    }

    @Override
    public synchronized ManagedVolume create(ManagedVolumeOrder order) {
        Instant began = parts.clock().instant();
        ManagedVolumeRecord record = making.make(order);
        OpenVolume volume = opened(record);
        LOG.info(
                "volume={} bytes={} target={} {} created millis={}",
                record.volumeId(),
                record.sizeBytes(),
                record.target().path(),
                of(record.origin()),
                Duration.between(began, parts.clock().instant()).toMillis());
        return view(record, volume);
    }

    private static String of(@Nullable VolumeOrigin origin) {
        return origin == null
                ? "snapshot=none"
                : "snapshot=" + origin.snapshotId() + " restore=\""
                        + origin.restoreMode().reason() + '"';
    }

    @Override
    public synchronized List<ManagedVolume> list() {
        List<ManagedVolume> views = new ArrayList<>();
        for (ManagedVolumeRecord record :
                records.all().stream().filter(ManagedVolumeRecord::visible).toList()) {
            views.add(view(record, open.get(record.volumeId())));
        }
        return views;
    }

    @Override
    public synchronized ManagedVolume find(String volume) {
        ManagedVolumeRecord record = records.named(volume);
        return view(record, open.get(record.volumeId()));
    }

    @Override
    public synchronized ManagedVolume resize(String volume, long sizeBytes) {
        ManagedVolumeRecord record = records.available(volume);
        VolumeMaking.requireSize(sizeBytes);
        MoveSteps.requireNotCopied(record);
        OpenVolume live = opened(record);
        places.of(record).extend(record, sizeBytes);
        live.grow(sizeBytes);
        ManagedVolumeRecord changed =
                parts.catalog().update(CatalogKind.MANAGED_VOLUME, record.volumeId(), old -> old.grownTo(sizeBytes));
        LOG.info("volume={} bytes={} was={} resized", record.volumeId(), sizeBytes, record.sizeBytes());
        return view(changed, live);
    }

    @Override
    public synchronized ManagedVolume rollBack(String volume, SnapshotId snapshot, SnapshotId safety) {
        ManagedVolumeRecord record = records.available(volume);
        MoveSteps.requireNotCopied(record);
        try (VolumeMaking.Switched switched = making.rolledBack(record, snapshot)) {
            OpenVolume live = opened(record);
            live.beginReplacing(safety.value());
            hydrations.end(record.volumeId());
            open.remove(record.volumeId());
            live.close();
            VolumeFiles files = places.of(record);
            files.beginRollback(switched.record());
            ManagedVolumeRecord unused =
                    parts.catalog().update(CatalogKind.MANAGED_VOLUME, record.volumeId(), _ -> switched.record());
            files.endRollback(switched.record());
        }
        LOG.info("volume={} snapshot={} safety={} rolled back", record.volumeId(), snapshot, safety);
        ManagedVolumeRecord now = records.available(volume);
        return view(now, opened(now));
    }

    @Override
    public synchronized ManagedVolume adjust(String volume, HydrationSettings settings) {
        ManagedVolumeRecord record = records.available(volume);
        if (record.origin() == null || record.origin().hydration() != null) {
            throw new Failure.Conflict(record.volumeId() + " is complete: there is nothing to fill");
        }
        ManagedVolumeRecord changed = parts.catalog().update(CatalogKind.MANAGED_VOLUME, record.volumeId(), old -> {
            VolumeOrigin origin = old.origin();
            return origin == null ? old : old.with(origin.filled(settings.bytesPerSecondMax(), settings.paused()));
        });
        hydrations.adjust(record.volumeId(), settings);
        return view(changed, open.get(record.volumeId()));
    }

    @Override
    public synchronized ManagedVolume move(String volume, String zone) {
        ManagedVolumeRecord record = records.available(volume);
        if (moves.isMoving(record.volumeId())) {
            MoveSteps.requireNotCopied(record);
            throw new Failure.Conflict("a move of " + record.volumeId() + " is just ending", "try it again");
        }
        OpenVolume live = opened(record);
        ManagedVolumeRecord ordered = steps.order(record, zone);
        moves.begin(ordered.volumeId());
        return view(ordered, live);
    }

    @Override
    public ManagedVolume cancelMove(String volume) {
        String id = requireMoving(volume);
        moves.end(id, new VolumeMoves.Ending.Cancelled());
        return cancelled(id);
    }

    private synchronized String requireMoving(String volume) {
        ManagedVolumeRecord record = records.available(volume);
        VolumeMove move = record.move();
        if (move == null) {
            throw new Failure.Conflict(record.volumeId() + " is not being moved");
        }
        requireNotMoved(record);
        return record.volumeId();
    }

    private static void requireNotMoved(ManagedVolumeRecord record) {
        if (record.move() != null && record.move().state() == VolumeMoveState.OPTIMIZING) {
            throw new Failure.Conflict(
                    record.volumeId() + " is in zone " + record.zone() + " already",
                    "move it back: ebsnap volume move " + record.volumeId() + " --zone "
                            + record.move().zone());
        }
    }

    /** What is left of one that failed is removed too. */
    private synchronized ManagedVolume cancelled(String volumeId) {
        ManagedVolumeRecord record = records.available(volumeId);
        requireNotMoved(record);
        if (record.move() != null) {
            steps.over(record, new VolumeMoves.Ending.Cancelled());
        }
        return find(volumeId);
    }

    /** Of nobody who uses it a move is in the way. */
    @Override
    public ManagedVolume delete(String volume) {
        ManagedVolume found = find(volume);
        if (found.users().isEmpty()) {
            moves.end(found.record().volumeId(), new VolumeMoves.Ending.Cancelled());
        }
        return deleteStill(found.record().volumeId());
    }

    private synchronized ManagedVolume deleteStill(String volume) {
        ManagedVolumeRecord record = records.named(volume);
        if (moves.isMoving(record.volumeId())) {
            MoveSteps.requireNotCopied(record);
        }
        OpenVolume live = open.get(record.volumeId());
        if (live != null) {
            live.beginClosing();
        }
        Optional<RecycleBinStay> stay = stayOf(record);
        if (stay.isPresent()) {
            return recycled(record, stay.get());
        }
        ManagedVolumeRecord doomed = parts.catalog()
                .update(CatalogKind.MANAGED_VOLUME, record.volumeId(), old -> old.in(ManagedVolumeState.DELETING));
        endUse(record.volumeId());
        removeIfThere(doomed);
        return view(doomed, null);
    }

    @GuardedBy("this")
    private void endUse(String volumeId) {
        hydrations.end(volumeId);
        OpenVolume live = open.remove(volumeId);
        if (live != null) {
            closeQuietly(live);
        }
    }

    @GuardedBy("this")
    private void removeIfThere(ManagedVolumeRecord doomed) {
        if (troubleWith(doomed).isEmpty()) {
            remove(doomed);
        } else {
            waiting.add(doomed.volumeId());
            LOG.warn("volume={} is removed when its zone is there again, or removed", doomed.volumeId());
        }
    }

    private Optional<RecycleBinStay> stayOf(ManagedVolumeRecord record) {
        return record.state() == ManagedVolumeState.AVAILABLE
                ? parts.retention().stay(BinResourceType.EBS_VOLUME, record.ownerId(), record.tags())
                : Optional.empty();
    }

    @GuardedBy("this")
    private ManagedVolume recycled(ManagedVolumeRecord record, RecycleBinStay stay) {
        parts.crashPoints().reached("volume.before-recycling");
        ManagedVolumeRecord kept =
                parts.catalog().update(CatalogKind.MANAGED_VOLUME, record.volumeId(), old -> old.recycled(stay));
        parts.crashPoints().reached("volume.after-recycling");
        endUse(record.volumeId());
        LOG.info("volume={} deleted, in the recycle bin until {}", record.volumeId(), stay.exitTime());
        return view(kept, null);
    }

    /** The volumes in the recycle bin. */
    List<ManagedVolumeRecord> inBin() {
        return records.all().stream().filter(record -> !record.visible()).toList();
    }

    /** A name that another one has got meanwhile is in the way. */
    synchronized void restoreFromBin(String volumeId) {
        ManagedVolumeRecord record = records.binned(volumeId);
        if (!record.name().isEmpty() && making.isTaken(record.name(), record.ownerId())) {
            throw new Failure.Conflict(
                    "the name '" + record.name() + "' of " + volumeId + " belongs to another volume now");
        }
        ManagedVolumeRecord back =
                parts.catalog().update(CatalogKind.MANAGED_VOLUME, volumeId, old -> old.recycled(null));
        goOn(back);
    }

    void tagInBin(String volumeId, List<Tag> tags) {
        ManagedVolumeRecord record = records.binned(volumeId);
        ManagedVolumeRecord unused = parts.catalog()
                .update(
                        CatalogKind.MANAGED_VOLUME,
                        record.volumeId(),
                        old -> old.tagged(TagRules.merge(old.tags(), tags)));
    }

    synchronized void purgeFromBin(String volumeId) {
        ManagedVolumeRecord record = records.binned(volumeId);
        ManagedVolumeRecord condemned = parts.catalog()
                .update(
                        CatalogKind.MANAGED_VOLUME,
                        record.volumeId(),
                        old -> old.recycled(null).in(ManagedVolumeState.DELETING));
        parts.crashPoints().reached("volume.after-purging");
        removeIfThere(condemned);
    }

    @Override
    public synchronized DataPlane use(String volume, boolean readOnly, String user) {
        return opened(records.available(volume)).use(readOnly, user);
    }

    @Override
    public synchronized DataPlane useAgain(String volume, boolean readOnly, String user) {
        ManagedVolumeRecord record = records.available(volume);
        OpenVolume known = opened(record);
        if (known.hasLostWrites()) {
            throw new Failure.NotFound(record.volumeId() + " lacks what was written to it before: the journal in "
                    + parts.scope().directory() + " is gone");
        }
        return known.useAgain(readOnly, user);
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
    public synchronized List<PointInTime> take(List<EpochOrder> orders, OneMoment moment) {
        List<ManagedEpochs.Wanted> wanted = new ArrayList<>();
        Deque<VolumeBypass.Held> held = new ArrayDeque<>();
        try {
            for (EpochOrder order : orders) {
                ManagedVolumeRecord record = records.available(order.volumeId());
                OpenVolume volume = opened(record);
                held.push(volume.hold());
                wanted.add(new ManagedEpochs.Wanted(record, volume, order));
            }
            return epochs.take(wanted, moment);
        } finally {
            held.forEach(VolumeBypass.Held::close);
        }
    }

    @Override
    public synchronized void untrack(String volumeId) {
        if (named(volumeId).isPresent()) {
            opened(records.available(volumeId)).changes().distrust("it was given up by ebsnap volume untrack");
        }
    }

    @Override
    public synchronized Optional<PointInTime> resume(SnapshotRecord pending) {
        return opened(records.available(pending.volumeId()))
                .instantOf(pending.snapshotId())
                .map(found -> found);
    }

    /** The steps of moves, one at a time, and none beside other changes of what exists. */
    private final class Moving implements VolumeMoves.Steps {

        @Override
        public MoveSteps.Begun begin(String volumeId) {
            return beginMove(volumeId);
        }

        @Override
        public boolean trySwitch(MoveSteps.Begun begun) {
            return switchTo(begun);
        }

        @Override
        public void tidy(String volumeId) {
            tidyMoved(volumeId);
        }

        @Override
        public void giveUp(String volumeId, MoveSteps.@Nullable Begun begun, VolumeMoves.Ending ending) {
            giveUpMove(volumeId, begun, ending);
        }
    }

    /** Meanwhile what is missing is not put into the old target. */
    private synchronized MoveSteps.Begun beginMove(String volumeId) {
        ManagedVolumeRecord record = records.available(volumeId);
        MoveSteps.Begun begun = steps.begin(record, opened(record));
        VolumeOrigin origin = record.origin();
        if (origin != null) {
            hydrations.adjust(volumeId, new HydrationSettings(origin.initializationRate(), true));
        }
        return begun;
    }

    private synchronized boolean switchTo(MoveSteps.Begun begun) {
        String volumeId = begun.volume().name();
        if (begun.volume().changes().epoch() != null) {
            return false;
        }
        Optional<OpenVolume> moved = steps.trySwitch(begun, () -> hydrations.end(volumeId));
        moved.ifPresent(next -> open.put(volumeId, next));
        return moved.isPresent();
    }

    private synchronized void tidyMoved(String volumeId) {
        tidyIfThere(records.named(volumeId));
    }

    private synchronized void giveUpMove(String volumeId, MoveSteps.@Nullable Begun begun, VolumeMoves.Ending ending) {
        if (begun != null) {
            if (begun.target().isRequired()) {
                LOG.error("volume={} both of its targets go on to be written: either may be the volume", volumeId);
                return;
            }
            steps.end(begun);
        }
        if (ending instanceof VolumeMoves.Ending.Stopped) {
            return;
        }
        ManagedVolumeRecord record = records.named(volumeId);
        fillAgain(record);
        steps.over(record, ending);
    }

    @GuardedBy("this")
    private void fillAgain(ManagedVolumeRecord record) {
        OpenVolume volume = open.get(record.volumeId());
        VolumeOrigin origin = record.origin();
        if (volume != null && origin != null && !volume.isHydrated()) {
            hydrations.end(record.volumeId());
            hydrations.begin(volume, new HydrationSettings(origin.initializationRate(), origin.paused()));
        }
    }

    /** Closes all volumes, durably. Whoever uses one is refused from then on. */
    @Override
    public void close() {
        moves.stop();
        closeAll();
    }

    private synchronized void closeAll() {
        open.keySet().forEach(hydrations::end);
        open.values().forEach(CatalogManagedVolumes::closeQuietly);
        open.clear();
    }

    private static void closeQuietly(OpenVolume volume) {
        try {
            volume.close();
        } catch (Failure e) {
            LOG.error("volume={} cannot be closed well: {}", volume.name(), e.getMessage());
        }
    }

    private void remove(ManagedVolumeRecord record) {
        if (record.move() != null) {
            steps.removeOther(record);
        }
        places.of(record).remove(record);
        forget(record);
    }

    private void forget(ManagedVolumeRecord record) {
        parts.catalog().delete(CatalogKind.CONTRADICTION, record.volumeId());
        parts.catalog().delete(CatalogKind.MANAGED_VOLUME, record.volumeId());
        LOG.info("volume={} removed", record.volumeId());
    }

    @GuardedBy("this")
    private OpenVolume opened(ManagedVolumeRecord record) {
        OpenVolume known = open.get(record.volumeId());
        if (known != null) {
            return known;
        }
        OpenVolume opened = opening.open(record);
        open.put(record.volumeId(), opened);
        if (!opened.isHydrated() && record.origin() != null) {
            hydrations.begin(
                    opened,
                    new HydrationSettings(
                            record.origin().initializationRate(),
                            record.origin().paused()));
        }
        return opened;
    }

    private ManagedVolume view(ManagedVolumeRecord record, @Nullable OpenVolume volume) {
        return new ManagedVolume(
                record,
                progress(record),
                volume == null ? List.of() : volume.users(),
                record.state() == ManagedVolumeState.AVAILABLE ? places.trouble(record) : "",
                moves.bytesCopied(record.volumeId()));
    }

    private HydrationProgress progress(ManagedVolumeRecord record) {
        VolumeOrigin origin = record.origin();
        if (origin == null) {
            VolumeArrival nothing = new VolumeArrival(record.createTime(), 0);
            return HydrationProgress.completed(nothing, nothing);
        }
        VolumeArrival bootSet = origin.bootSet();
        VolumeArrival all = origin.hydration();
        if (all != null) {
            return HydrationProgress.completed(all, bootSet == null ? all : bootSet);
        }
        HydrationProgress now = hydrations
                .progress(record.volumeId())
                .orElseGet(() -> HydrationProgress.waiting("its target cannot be opened"));
        return bootSet == null ? now : now.with(bootSet);
    }
}

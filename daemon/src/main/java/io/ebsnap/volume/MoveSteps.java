package io.ebsnap.volume;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.VolumeArrival;
import io.ebsnap.catalog.VolumeMove;
import io.ebsnap.catalog.VolumeMoveState;
import io.ebsnap.catalog.VolumeTargetRecord;
import io.ebsnap.failure.Failure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The durable steps of moving volumes between zones: {@code docs/design/volume-move.md}. To be used by one thread at a time. */
final class MoveSteps {

    private static final Logger LOG = LoggerFactory.getLogger(MoveSteps.class);

    private final VolumeParts parts;
    private final VolumePlaces places;
    private final VolumeOpening opening;

    MoveSteps(VolumeParts parts, VolumePlaces places, VolumeOpening opening) {
        this.parts = parts;
        this.places = places;
        this.opening = opening;
    }

    /**
     * A volume whose new target is there, and takes what is written.
     *
     * @param volume as it is open in its old place
     * @param held has every request come to the daemon
     */
    record Begun(OpenVolume volume, VolumeBypass.Held held, TargetCopy copy) {
        MovingTarget target() {
            return copy.target();
        }
    }

    /** Notes that a volume is to be moved. */
    ManagedVolumeRecord order(ManagedVolumeRecord record, String zoneName) {
        requireNotMoving(record);
        Zone zone = places.zoneForNew(zoneName);
        if (zone.equals(places.requireThere(record))) {
            throw new Failure.Conflict(record.volumeId() + " is in zone " + zone.name() + " already");
        }
        if (record.move() != null) {
            String unusedLeft = removal(record);
        }
        VolumeFiles files = places.in(zone);
        files.requirePlace();
        VolumeTargetRecord target =
                new VolumeTargetRecord(files.ownTarget(record.volumeId()).toString(), true, true);
        VolumeMove move = new VolumeMove(VolumeMoveState.MODIFYING, zone.name(), target, now(), "");
        LOG.info("volume={} zone={} to={} move ordered", record.volumeId(), record.zone(), zone.name());
        return update(record.volumeId(), move);
    }

    private static void requireNotMoving(ManagedVolumeRecord record) {
        requireNotCopied(record);
        VolumeMove move = record.move();
        if (move != null && move.state() == VolumeMoveState.OPTIMIZING) {
            throw new Failure.Conflict(
                    record.volumeId() + " has moved, and what it had in zone " + move.zone() + " is not removed yet",
                    "if that zone is lost for good: ebsnap zone remove " + move.zone());
        }
    }

    /** Refuses what cannot be done while a volume is copied. */
    static void requireNotCopied(ManagedVolumeRecord record) {
        VolumeMove move = record.move();
        if (move != null && move.state() == VolumeMoveState.MODIFYING) {
            throw new Failure.Conflict(
                    record.volumeId() + " is being moved to zone " + move.zone(),
                    "wait for it, or cancel that: ebsnap volume move " + record.volumeId() + " --cancel");
        }
    }

    /** Makes the new target, and has everything written there too. */
    Begun begin(ManagedVolumeRecord record, OpenVolume volume) {
        ManagedVolumeRecord there = record.elsewhere();
        VolumeBypass.Held held = volume.hold();
        try {
            VolumeFiles files = places.of(there);
            files.createForMove(there);
            Zone unused = places.requireThere(there);
            assert unused != null;
            reached("after-target");
            MovingTarget target = volume.beginMoving(volume.state().target().alike(files.openTarget(there)));
            return new Begun(volume, held, volume.copyInto(target));
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /**
     * Makes the new target the volume's, if nobody keeps it from that just now.
     *
     * @param quiet ends what uses the volume in the background; called when nobody else does
     * @return the volume as it is open in its new place
     * @throws Failure if it cannot be done at all; the volume is where it was
     */
    Optional<OpenVolume> trySwitch(Begun begun, Runnable quiet) {
        begun.target().requireSound();
        try (OpenVolume.Suspension suspended = begun.volume().suspend()) {
            if (!suspended.isComplete()) {
                return Optional.empty();
            }
            quiet.run();
            return Optional.ofNullable(switched(begun)).flatMap(record -> led(record, begun));
        }
    }

    /** Null if it is not so yet. */
    private @Nullable ManagedVolumeRecord switched(Begun begun) {
        String id = begun.volume().name();
        MovingTarget target = begun.target();
        if (!target.isRequired()) {
            target.syncNew();
            noteChanges(begun.volume(), id);
            reached("before-switch");
            target.require();
        }
        try {
            ManagedVolumeRecord switched = parts.catalog()
                    .update(CatalogKind.MANAGED_VOLUME, id, old -> isAt(old, target) ? old : old.moved(arrival()));
            reached("after-switch");
            return switched;
        } catch (Failure e) {
            return settled(id, target, e);
        }
    }

    /** In the new place too it is known which change set is the latest. */
    private void noteChanges(OpenVolume volume, String id) {
        ManagedVolumeRecord there = parts.catalog()
                .find(CatalogKind.MANAGED_VOLUME, id)
                .orElseThrow()
                .elsewhere();
        places.of(there).changes(there).isLatest(volume.changes().current());
    }

    private static boolean isAt(ManagedVolumeRecord record, MovingTarget target) {
        return record.target().path().equals(target.to().name());
    }

    /** An update that failed may have happened. */
    private @Nullable ManagedVolumeRecord settled(String id, MovingTarget target, Failure failed) {
        try {
            ManagedVolumeRecord now =
                    parts.catalog().find(CatalogKind.MANAGED_VOLUME, id).orElseThrow();
            if (isAt(now, target)) {
                return now;
            }
            target.requireNoMore();
            LOG.warn("volume={} move waits: {}", id, failed.getMessage());
        } catch (Failure unknown) {
            LOG.error("volume={} move waits, and either target may be the volume: {}", id, unknown.getMessage());
        }
        return null;
    }

    /** What fails is tried again: until then both targets go on to be written. */
    private Optional<OpenVolume> led(ManagedVolumeRecord record, Begun begun) {
        OpenVolume next;
        try {
            next = opening.openOver(record, begun.target().to());
        } catch (RuntimeException e) {
            LOG.error("volume={} has moved and cannot be opened there yet: {}", record.volumeId(), e.getMessage());
            return Optional.empty();
        }
        begun.volume().leadUsersTo(next);
        try {
            begun.volume().handOver();
        } catch (Failure e) {
            LOG.warn("volume={} its old target cannot be closed well: {}", record.volumeId(), e.getMessage());
        }
        begun.held().close();
        LOG.info(
                "volume={} zone={} target={} moved",
                record.volumeId(),
                record.zone(),
                record.target().path());
        return Optional.of(next);
    }

    /** Removes what is left in the old zone, and ends the move. */
    void tidy(ManagedVolumeRecord record) {
        places.of(record).removeMap(record.volumeId());
        removeOther(record);
        reached("after-removal");
        ManagedVolumeRecord unused = update(record.volumeId(), null);
        LOG.info("volume={} move completed", record.volumeId());
    }

    /** The old target alone is the volume again; the new one is closed. */
    void end(Begun begun) {
        try {
            begun.volume().endMoving(begun.target());
            begun.target().to().close();
        } finally {
            begun.held().close();
        }
    }

    /** Ends a move for good that did not come to its end. */
    void over(ManagedVolumeRecord record, VolumeMoves.Ending ending) {
        VolumeMove move = record.move();
        if (move == null) {
            return;
        }
        String left = removal(record);
        VolumeMove after = switch (ending) {
            case VolumeMoves.Ending.Stopped stopped -> move;
            case VolumeMoves.Ending.Cancelled cancelled ->
                left.isEmpty() ? null : move.failed("it was cancelled; " + left);
            case VolumeMoves.Ending.Failed failed -> move.failed(failed.reason());
        };
        ManagedVolumeRecord unused = update(record.volumeId(), after);
        LOG.info("volume={} stays in zone={}", record.volumeId(), record.zone());
    }

    private String removal(ManagedVolumeRecord record) {
        try {
            removeOther(record);
            return "";
        } catch (Failure e) {
            LOG.warn("volume={} what was made for its move stays: {}", record.volumeId(), e.getMessage());
            return String.valueOf(e.getMessage());
        }
    }

    /** Removes what a volume has, or may have, in the zone that it does not lie in. */
    void removeOther(ManagedVolumeRecord record) {
        ManagedVolumeRecord there = record.elsewhere();
        places.of(there).removePlace(there);
    }

    private ManagedVolumeRecord update(String volumeId, @Nullable VolumeMove move) {
        return parts.catalog().update(CatalogKind.MANAGED_VOLUME, volumeId, old -> old.moving(move));
    }

    private VolumeArrival arrival() {
        return new VolumeArrival(now(), 0);
    }

    private Instant now() {
        return parts.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void reached(String point) {
        parts.crashPoints().reached("volume-move." + point);
    }
}

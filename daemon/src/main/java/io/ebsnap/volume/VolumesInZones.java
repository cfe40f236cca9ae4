package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.catalog.VolumeMoveState;
import io.ebsnap.catalog.VolumeOrigin;
import io.ebsnap.failure.Failure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with what an earlier daemon has left of volumes, and removes them, as soon as the zones that they lie in are there; and lets go of those
 * whose zone is gone.
 */
final class VolumesInZones {

    private static final Logger LOG = LoggerFactory.getLogger(VolumesInZones.class);

    private final Catalog catalog;
    private final ManagedVolumeRecords records;
    private final VolumePlaces places;
    private final OpenVolumes open;
    private final MoveSteps steps;
    private final VolumeMoving moving;

    /** Volumes that nothing is done about until their zone is there. */
    @GuardedBy("open")
    private final Set<String> waiting = new HashSet<>();

    VolumesInZones(VolumeParts parts, VolumePlaces places, OpenVolumes open, MoveSteps steps, VolumeMoving moving) {
        this.catalog = parts.catalog();
        this.records = new ManagedVolumeRecords(parts.catalog());
        this.places = places;
        this.open = open;
        this.steps = steps;
        this.moving = moving;
    }

    /** To be called once, before anything else. */
    void start() {
        synchronized (open) {
            List<ManagedVolumeRecord> known = records.all();
            places.inspect(known.stream().map(ManagedVolumeRecord::volumeId).collect(Collectors.toSet()));
            known.forEach(this::goOn);
        }
    }

    /** Opens what is to be filled and removes what is to be removed; what goes wrong is logged. */
    void goOn(ManagedVolumeRecord record) {
        synchronized (open) {
            try {
                requireThere(record);
                switch (record.state()) {
                    case CREATING -> removeUnfinished(record);
                    case DELETING -> remove(record);
                    case AVAILABLE -> resume(record);
                }
            } catch (Failure e) {
                LOG.error("volume={} cannot be opened: {}", record.volumeId(), e.getMessage());
            }
        }
    }

    /** A copy may be waiting for its content: that is its maker's. */
    private void removeUnfinished(ManagedVolumeRecord record) {
        if (!record.copying()) {
            remove(record);
        }
    }

    @GuardedBy("open")
    private void requireThere(ManagedVolumeRecord record) {
        String trouble = troubleWith(record);
        if (!trouble.isEmpty()) {
            waiting.add(record.volumeId());
            throw new Failure.Unavailable(trouble, null);
        }
        waiting.remove(record.volumeId());
    }

    /** Why nothing can be done about a volume now; one that is to be removed may have something in two zones. */
    private String troubleWith(ManagedVolumeRecord record) {
        String trouble = places.trouble(record);
        return trouble.isEmpty() && record.state() != ManagedVolumeState.AVAILABLE && record.move() != null
                ? places.trouble(record.elsewhere())
                : trouble;
    }

    @GuardedBy("open")
    private void resume(ManagedVolumeRecord record) {
        VolumeOrigin origin = record.origin();
        if (origin == null || !record.visible()) {
            return;
        }
        if (origin.hydration() != null) {
            places.of(record).removeMap(record.volumeId());
            return;
        }
        OpenVolume unused = open.opened(record);
        assert unused != null;
    }

    /** Looks whether zones are there again or gone. */
    void look() {
        synchronized (open) {
            records.all().forEach(this::look);
        }
    }

    @GuardedBy("open")
    private void look(ManagedVolumeRecord record) {
        String trouble = troubleWith(record);
        if (trouble.isEmpty() && waiting.contains(record.volumeId())) {
            LOG.info("volume={} zone={} is there again", record.volumeId(), record.zone());
            goOn(record);
        } else if (!trouble.isEmpty() && waiting.add(record.volumeId())) {
            LOG.error("volume={} {}", record.volumeId(), trouble);
            closeUnused(record.volumeId());
        } else if (trouble.isEmpty() && record.visible() && record.state() == ManagedVolumeState.AVAILABLE) {
            moving.goOn(record);
        }
    }

    @GuardedBy("open")
    private void closeUnused(String volumeId) {
        boolean unused = open.find(volumeId)
                .filter(volume -> volume.users().isEmpty() && volume.changes().epoch() == null)
                .isPresent();
        if (unused && !moving.isMoving(volumeId)) {
            open.end(volumeId);
        }
    }

    /** Removes a volume whose record says that it is being deleted: now, or when its zones are there. */
    void removeIfThere(ManagedVolumeRecord doomed) {
        synchronized (open) {
            if (troubleWith(doomed).isEmpty()) {
                remove(doomed);
            } else {
                waiting.add(doomed.volumeId());
                LOG.warn("volume={} is removed when its zone is there again, or removed", doomed.volumeId());
            }
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
        catalog.delete(CatalogKind.CONTRADICTION, record.volumeId());
        catalog.delete(CatalogKind.MANAGED_VOLUME, record.volumeId());
        LOG.info("volume={} removed", record.volumeId());
    }

    /** The ids of the volumes in a zone, or on their way there or from there. */
    List<String> idsIn(String zone) {
        return in(zone).stream().map(ManagedVolumeRecord::volumeId).toList();
    }

    private List<ManagedVolumeRecord> in(String zone) {
        return records.all().stream()
                .filter(record -> record.zone().equals(zone)
                        || (record.move() != null && record.move().zone().equals(zone)))
                .toList();
    }

    /** As {@link CatalogManagedVolumes#removeZone}. */
    <T> T removeZone(String zone, Supplier<T> removal) {
        synchronized (open) {
            List<ManagedVolumeRecord> there = in(zone);
            requireNoneLives(there, zone);
            T removed = removal.get();
            there.forEach(record -> forgetIn(zone, record));
            return removed;
        }
    }

    private static void requireNoneLives(List<ManagedVolumeRecord> there, String zone) {
        String living = there.stream()
                .filter(record -> record.state() != ManagedVolumeState.DELETING)
                .filter(record -> record.zone().equals(zone) || isModifying(record))
                .map(ManagedVolumeRecord::volumeId)
                .collect(Collectors.joining(", "));
        if (!living.isEmpty()) {
            throw new Failure.Conflict(
                    "volumes are in zone " + zone + ": " + living, "move them to another zone, or delete them");
        }
    }

    private static boolean isModifying(ManagedVolumeRecord record) {
        return record.move() != null && record.move().state() == VolumeMoveState.MODIFYING;
    }

    /** What could not be removed because the zone is lost. */
    @GuardedBy("open")
    private void forgetIn(String zone, ManagedVolumeRecord record) {
        if (record.zone().equals(zone)) {
            forget(record);
            return;
        }
        ManagedVolumeRecord left =
                catalog.update(CatalogKind.MANAGED_VOLUME, record.volumeId(), old -> old.moving(null));
        if (left.state() == ManagedVolumeState.DELETING) {
            goOn(left);
        }
    }
}

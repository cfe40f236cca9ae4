package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.VolumeOrigin;
import io.ebsnap.failure.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The managed volumes that are open, each of them once, and being filled while something of it is missing.
 *
 * <p>Whoever changes what volumes there are holds this object's monitor meanwhile, so that such changes are made one at a time and no volume is opened by a record that is no longer true.
 */
final class OpenVolumes {

    private static final Logger LOG = LoggerFactory.getLogger(OpenVolumes.class);

    private final VolumeOpening opening;
    private final Hydrations hydrations;

    @GuardedBy("this")
    private final Map<String, OpenVolume> open = new HashMap<>();

    OpenVolumes(VolumeOpening opening, Hydrations hydrations) {
        this.opening = opening;
        this.hydrations = hydrations;
    }

    /** The volume of a record, which is opened if it is not. */
    synchronized OpenVolume opened(ManagedVolumeRecord record) {
        OpenVolume known = open.get(record.volumeId());
        if (known != null) {
            return known;
        }
        OpenVolume opened = opening.open(record);
        open.put(record.volumeId(), opened);
        fill(opened, record.origin());
        return opened;
    }

    /** The volume, if it is open. */
    synchronized Optional<OpenVolume> find(String volumeId) {
        return Optional.ofNullable(open.get(volumeId));
    }

    /** Has another one, open already and complete, take the place of a volume. */
    synchronized void replace(OpenVolume next) {
        open.put(next.name(), next);
    }

    /** Begins to fill a volume anew, as its record says, if it is open. */
    synchronized void fillAgain(ManagedVolumeRecord record) {
        OpenVolume volume = open.get(record.volumeId());
        if (volume != null && !volume.isHydrated()) {
            hydrations.end(record.volumeId());
            fill(volume, record.origin());
        }
    }

    private void fill(OpenVolume volume, @Nullable VolumeOrigin origin) {
        if (!volume.isHydrated() && origin != null) {
            hydrations.begin(volume, new HydrationSettings(origin.initializationRate(), origin.paused()));
        }
    }

    /** Ends the filling of a volume and closes it, if it is open; what goes wrong is logged. */
    synchronized void end(String volumeId) {
        hydrations.end(volumeId);
        OpenVolume volume = open.remove(volumeId);
        if (volume != null) {
            closeQuietly(volume);
        }
    }

    /**
     * The same, and the volume is known to be closed well.
     *
     * @throws Failure if it cannot be closed; it is not open any more
     */
    synchronized void endWell(OpenVolume volume) {
        hydrations.end(volume.name());
        open.remove(volume.name());
        volume.close();
    }

    /** The same for all. */
    synchronized void endAll() {
        List.copyOf(open.keySet()).forEach(hydrations::end);
        open.values().forEach(OpenVolumes::closeQuietly);
        open.clear();
    }

    private static void closeQuietly(OpenVolume volume) {
        try {
            volume.close();
        } catch (Failure e) {
            LOG.error("volume={} cannot be closed well: {}", volume.name(), e.getMessage());
        }
    }
}

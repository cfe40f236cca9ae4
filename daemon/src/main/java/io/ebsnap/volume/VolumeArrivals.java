package io.ebsnap.volume;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.VolumeArrival;
import io.ebsnap.catalog.VolumeOrigin;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes in a volume's record when its content has arrived. */
final class VolumeArrivals {

    private static final Logger LOG = LoggerFactory.getLogger(VolumeArrivals.class);

    private final VolumeParts parts;
    private final VolumePlaces places;

    VolumeArrivals(VolumeParts parts, VolumePlaces places) {
        this.parts = parts;
        this.places = places;
    }

    /** What is to be told of the filling of a volume. */
    OpenVolume.Milestones of(String volumeId) {
        return new OpenVolume.Milestones() {
            @Override
            public void bootSetArrived(long bytes) {
                noteBootSet(volumeId, new VolumeArrival(now(), bytes));
            }

            @Override
            public void hydrated(long bytes) {
                noteHydrated(volumeId, new VolumeArrival(now(), bytes));
            }
        };
    }

    /** Once: what a later daemon wants first is another set. */
    private void noteBootSet(String volumeId, VolumeArrival arrival) {
        ManagedVolumeRecord noted = parts.catalog().update(CatalogKind.MANAGED_VOLUME, volumeId, old -> {
            VolumeOrigin origin = old.origin();
            return origin == null || origin.bootSet() != null ? old : old.with(origin.withBootSet(arrival));
        });
        if (noted.origin() != null && arrival.equals(noted.origin().bootSet())) {
            LOG.info("volume={} bytes={} boot set there", volumeId, arrival.bytes());
        }
    }

    /** The content is durable in the target: from here on the snapshot is not needed. */
    private void noteHydrated(String volumeId, VolumeArrival arrival) {
        ManagedVolumeRecord noted = parts.catalog().update(CatalogKind.MANAGED_VOLUME, volumeId, old -> {
            VolumeOrigin origin = old.origin();
            return origin == null ? old : old.with(origin.hydrated(arrival));
        });
        places.of(noted).removeMap(volumeId);
        LOG.info("volume={} bytes={} hydrated", volumeId, arrival.bytes());
    }

    private Instant now() {
        return parts.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}

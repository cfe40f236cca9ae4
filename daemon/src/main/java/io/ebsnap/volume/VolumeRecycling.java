package io.ebsnap.volume;

import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.catalog.RecycleBinStay;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has managed volumes that are deleted go into the recycle bin. */
final class VolumeRecycling {

    private static final Logger LOG = LoggerFactory.getLogger(VolumeRecycling.class);

    private final VolumeParts parts;
    private final OpenVolumes open;

    VolumeRecycling(VolumeParts parts, OpenVolumes open) {
        this.parts = parts;
        this.open = open;
    }

    /** Puts a volume that nobody uses any more into the bin, if a rule is for it. */
    Optional<ManagedVolumeRecord> take(ManagedVolumeRecord record) {
        return record.state() == ManagedVolumeState.AVAILABLE
                ? parts.retention()
                        .stay(BinResourceType.EBS_VOLUME, record.ownerId(), record.tags())
                        .map(stay -> taken(record, stay))
                : Optional.empty();
    }

    private ManagedVolumeRecord taken(ManagedVolumeRecord record, RecycleBinStay stay) {
        parts.crashPoints().reached("volume.before-recycling");
        ManagedVolumeRecord kept =
                parts.catalog().update(CatalogKind.MANAGED_VOLUME, record.volumeId(), old -> old.recycled(stay));
        parts.crashPoints().reached("volume.after-recycling");
        open.end(record.volumeId());
        LOG.info("volume={} deleted, in the recycle bin until {}", record.volumeId(), stay.exitTime());
        return kept;
    }
}

package io.ebsnap.volume;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapReader;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.VolumeOrigin;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.DomainId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a managed volume by its record: its target, the map of what it has, what was noted of its changes, and the snapshot behind it. Holds
 * nothing itself: whoever has opened a volume closes it.
 */
final class VolumeOpening {

    private static final Logger LOG = LoggerFactory.getLogger(VolumeOpening.class);

    private final VolumeParts parts;
    private final VolumePlaces places;
    private final VolumeArrivals arrivals;
    private final ManagedEpochs epochs;

    VolumeOpening(VolumeParts parts, VolumePlaces places, ManagedEpochs epochs) {
        this.parts = parts;
        this.places = places;
        this.arrivals = new VolumeArrivals(parts, places);
        this.epochs = epochs;
    }

    /** A volume that nobody uses yet, with the instants that an earlier daemon has kept. */
    OpenVolume open(ManagedVolumeRecord record) {
        VolumeTarget target = target(record);
        try {
            return openOver(record, target);
        } catch (RuntimeException e) {
            target.close();
            throw e;
        }
    }

    /** Where the key of an encrypted target is not to be had, that is not touched. */
    private VolumeTarget target(ManagedVolumeRecord record) {
        try (TargetKeys.Form form = parts.encryption().keys().formOf(record.volumeId(), record.encryption())) {
            return form.over(places.of(record).openTarget(record));
        }
    }

    /** The same over a target that is open already, and belongs to the volume if this succeeds. */
    OpenVolume openOver(ManagedVolumeRecord record, VolumeTarget target) {
        VolumeFiles files = places.of(record);
        SourceBlocks source = source(record.origin(), record.sizeBytes());
        ValidityMap map = files.openMap(record);
        ChangeFiles changes = files.changes(record);
        ChangeFiles.Found found = changes.open(this::outcome);
        LiveVolume live = new LiveVolume(
                new LiveVolume.Parts(
                        record.volumeId(),
                        target,
                        source,
                        map,
                        new VolumeChanges(changes, found.current(), found.frozen()),
                        parts.buffers(),
                        (volume, block, reason) ->
                                LOG.error("volume={} block={} cannot be fetched: {}", volume, block.value(), reason)),
                record.sizeBytes());
        live.flush();
        boolean lost = map != null && map.hasLostWrites();
        if (lost) {
            LOG.error(
                    "volume={} journal-lost directory={}: what was written and not flushed before may be gone",
                    record.volumeId(),
                    parts.scope().directory());
        }
        OpenVolume opened = new OpenVolume(
                live,
                source,
                new OpenVolume.Surroundings(
                        lost,
                        arrivals.of(record.volumeId()),
                        new OpenVolume.Epochs(
                                parts.buffers(),
                                () -> files.removeEpoch(record.volumeId()),
                                new EpochConflicts(parts.catalog())),
                        new VolumeBypass(record.volumeId(), files.directNote(record.volumeId()))));
        opened.keepsInstant(epochs.reopen(record, opened));
        return opened;
    }

    private ChangeFiles.Outcome outcome(String snapshot) {
        return parts.catalog()
                .find(CatalogKind.SNAPSHOT, snapshot)
                .map(found -> switch (found.state()) {
                    // The next one is not compared with what a copy was made of.
                    case COMPLETED ->
                        found.origin().copyVolumeId() == null
                                ? ChangeFiles.Outcome.COMPLETED
                                : ChangeFiles.Outcome.FAILED;
                    case PENDING -> ChangeFiles.Outcome.PENDING;
                    case ERROR -> ChangeFiles.Outcome.FAILED;
                })
                .orElse(ChangeFiles.Outcome.NONE);
    }

    private SourceBlocks source(@Nullable VolumeOrigin origin, long sizeBytes) {
        BlockMap map = origin == null
                ? BlockMap.empty(new VolumeGeometry(sizeBytes), DomainId.of(new byte[DomainId.BYTES]))
                : BlockMap.of(origin);
        return new SnapshotBlocks(map, new BlockMapReader(parts.pages()), parts.chunks());
    }
}

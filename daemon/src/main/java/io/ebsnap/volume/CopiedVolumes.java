package io.ebsnap.volume;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.TargetEncryption;
import io.ebsnap.catalog.VolumeCopy;
import io.ebsnap.failure.Failure;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of managed volumes. One that was begun is {@code creating}, without content and files, until the snapshot that it is made of is completed. Safe for
 * use by several threads.
 */
public final class CopiedVolumes {

    private static final Logger LOG = LoggerFactory.getLogger(CopiedVolumes.class);

    private final VolumeParts parts;
    private final VolumePlaces places;
    private final VolumeMaking making;
    private final ManagedVolumeRecords records;
    private final OpenVolumes open;
    private final VolumesInZones inZones;

    CopiedVolumes(
            VolumeParts parts, VolumePlaces places, VolumeMaking making, OpenVolumes open, VolumesInZones inZones) {
        this.parts = parts;
        this.places = places;
        this.making = making;
        this.records = new ManagedVolumeRecords(parts.catalog());
        this.open = open;
        this.inZones = inZones;
    }

    /**
     * The id of what an order names.
     *
     * @throws Failure.NotFound if there is no such volume
     * @throws Failure.Conflict if it is being made or deleted
     */
    public String source(VolumeCopyOrder order) {
        synchronized (open) {
            return records.available(order.sourceVolume()).volumeId();
        }
    }

    /**
     * The copy that an earlier try of an order has begun; empty if there is none, or it was deleted since.
     *
     * @throws Failure.Conflict if it was another order that had the client token
     */
    public Optional<ManagedVolumeRecord> begunBy(VolumeCopyOrder order) {
        synchronized (open) {
            return records.madeBy(
                    order.clientToken(), order.ownerId(), parts.clock().instant());
        }
    }

    /**
     * Begins a copy, in the zone of its source and encrypted as that is.
     *
     * @throws Failure.NotFound if there is no such volume
     * @throws Failure.Invalid if the copy would be smaller
     * @throws Failure.Conflict if the name is taken, or the volume is being made or deleted
     */
    public ManagedVolumeRecord begin(VolumeCopyOrder order) {
        synchronized (open) {
            ManagedVolumeRecord source = records.available(order.sourceVolume());
            return making.beginCopy(order(order, source), VolumeCopy.of(source.volumeId()));
        }
    }

    private ManagedVolumeOrder order(VolumeCopyOrder order, ManagedVolumeRecord source) {
        TargetEncryption like = source.encryption();
        return new ManagedVolumeOrder(
                Optional.empty(),
                sizeOf(order, source),
                order.name(),
                order.tags(),
                places.requireThere(source).name(),
                Optional.empty(),
                HydrationSettings.UNLIMITED,
                order.ownerId(),
                new ManagedVolumeOrder.Encryption(
                        like == null ? Optional.empty() : Optional.of(true),
                        like == null ? order.defaultKey() : Optional.of(like.kmsKeyId())),
                order.performance(),
                order.clientToken());
    }

    private static long sizeOf(VolumeCopyOrder order, ManagedVolumeRecord source) {
        if (order.sizeBytes() != 0 && order.sizeBytes() < source.sizeBytes()) {
            throw new Failure.Invalid(
                    order.sizeBytes() + " bytes are less than the " + source.sizeBytes() + " of " + source.volumeId(),
                    "leave the size out, or name a larger one");
        }
        return Math.max(order.sizeBytes(), source.sizeBytes());
    }

    /** Those that were begun and neither made nor given up. */
    public List<ManagedVolumeRecord> pending() {
        synchronized (open) {
            return records.all().stream().filter(CopiedVolumes::isPending).toList();
        }
    }

    /** One of those. */
    public Optional<ManagedVolumeRecord> pending(String volumeId) {
        return parts.catalog().find(CatalogKind.MANAGED_VOLUME, volumeId).filter(CopiedVolumes::isPending);
    }

    private static boolean isPending(ManagedVolumeRecord record) {
        VolumeCopy copy = record.copy();
        return copy != null && record.copying() && copy.message().isEmpty();
    }

    /**
     * Makes a pending copy, if its zone is there; can be done again after a crash. If it is deleted meanwhile, nothing is made.
     *
     * @param snapshot of its source, completed; when this returns true, the copy needs its record no more
     * @return whether it is made, or deleted
     */
    public boolean finish(String volumeId, SnapshotRecord snapshot) {
        synchronized (open) {
            Optional<ManagedVolumeRecord> record = pending(volumeId);
            if (record.isEmpty()) {
                return true;
            }
            if (!places.trouble(record.get()).isEmpty()) {
                return false;
            }
            VolumeCopy copy = Objects.requireNonNull(record.get().copy());
            ManagedVolumeRecord made = making.finishCopy(record.get(), copy, snapshot);
            LOG.info("volume={} bytes={} source={} copied", volumeId, made.sizeBytes(), snapshot.volumeId());
            filled(made);
            return true;
        }
    }

    /** What cannot be opened now is opened when it is used. */
    private void filled(ManagedVolumeRecord made) {
        try {
            OpenVolume unused = open.opened(made);
            assert unused != null;
        } catch (Failure e) {
            LOG.error("volume={} cannot be opened: {}", made.volumeId(), e.getMessage());
        }
    }

    /** Gives a pending copy up: it stays, with the reason, until it is deleted. */
    public void fail(String volumeId, String why) {
        synchronized (open) {
            if (pending(volumeId).isPresent()) {
                ManagedVolumeRecord unused = parts.catalog()
                        .update(
                                CatalogKind.MANAGED_VOLUME,
                                volumeId,
                                old -> old.copied(
                                        Objects.requireNonNull(old.copy()).failed(why)));
                LOG.error("volume={} could not be copied: {}", volumeId, why);
            }
        }
    }

    /** Removes a pending copy: its order was not answered. */
    public void remove(String volumeId) {
        synchronized (open) {
            if (pending(volumeId).isPresent()) {
                inZones.removeIfThere(parts.catalog()
                        .update(CatalogKind.MANAGED_VOLUME, volumeId, old -> old.in(ManagedVolumeState.DELETING)));
            }
        }
    }
}

package io.ebsnap.volume;

import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.device.ThinPool;
import io.ebsnap.device.ThinPoolName;
import io.ebsnap.device.ThinVolumes;
import io.ebsnap.failure.Failure;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Targets of managed volumes that are logical volumes in a thin pool. Whether a volume has one is told by its record alone, so that it works the same
 * when the zone's new volumes are made elsewhere. Every step may be done again after a crash.
 */
final class ThinTargets {

    private static final Logger LOG = LoggerFactory.getLogger(ThinTargets.class);

    private final Optional<ThinZone> zone;

    ThinTargets(Optional<ThinZone> zone) {
        this.zone = zone;
    }

    /** Where the target of a new volume is to lie; empty if that is to be a file. */
    Optional<Path> newTarget(String volumeId) {
        return zone.flatMap(thin -> thin.pool().map(pool -> thin.volumes().target(pool, volumeId)));
    }

    /**
     * Nothing, if new volumes are made elsewhere, or the pool is there.
     *
     * @throws Failure.Unavailable if it is not, or may not be used
     */
    void requirePool() {
        zone.flatMap(ThinZone::pool).ifPresent(pool -> volumes().pool(pool).requireZeroes());
    }

    /** Whether the target of a volume is one of these. */
    boolean has(ManagedVolumeRecord record) {
        return record.target().own()
                && zone.isPresent()
                && zone.get().volumes().isOwn(Path.of(record.target().path()));
    }

    /** Makes a target of zeros. */
    void create(ManagedVolumeRecord record) {
        ThinPoolName pool = zone.flatMap(ThinZone::pool)
                .orElseThrow(() -> new IllegalStateException(record.volumeId() + " is to lie in no thin pool"));
        volumes().create(pool, Path.of(record.target().path()), record.sizeBytes());
    }

    /**
     * Makes a target a device.
     *
     * @return its pool
     */
    ThinPool open(ManagedVolumeRecord record) {
        return volumes().open(Path.of(record.target().path()));
    }

    /** Makes a target as long as that, or longer. */
    void extend(ManagedVolumeRecord record, long sizeBytes) {
        volumes().extend(Path.of(record.target().path()), sizeBytes);
    }

    /** Removes a target; does nothing if it is gone. */
    void remove(ManagedVolumeRecord record) {
        volumes().remove(Path.of(record.target().path()));
    }

    private ThinVolumes volumes() {
        return zone.orElseThrow(() -> new IllegalStateException("no logical volumes here"))
                .volumes();
    }

    /** Says at the start of a daemon what somebody may want to do something about. What no record names is kept: its record may be what was lost. */
    void inspect(Set<String> recorded) {
        if (zone.isEmpty() || zone.get().pool().isEmpty()) {
            return;
        }
        ThinPoolName name = zone.get().pool().get();
        try {
            look(name, recorded);
        } catch (Failure e) {
            LOG.error("pool={} volumes cannot be made or opened there: {}", name, e.getMessage());
        }
    }

    private void look(ThinPoolName name, Set<String> recorded) {
        List<String> missing = volumes().missing();
        if (!missing.isEmpty()) {
            LOG.error("pool={} LVM's programs are not installed: {}", name, String.join(", ", missing));
            return;
        }
        ThinPool pool = volumes().activePool(name);
        if (!pool.zeroes()) {
            LOG.error("pool={} does not zero new chunks: no volume is made or opened there until it does", name);
        }
        if (pool.queues()) {
            LOG.warn(
                    "pool={} lets writes wait when it is full (60 s by default) before they fail: lvchange --errorwhenfull y {}, unless it is extended in time",
                    name,
                    name);
        }
        Set<String> unknown = new HashSet<>(volumes().targets(name));
        unknown.removeAll(recorded);
        unknown.forEach(volume -> LOG.warn(
                "pool={} volume={} has a logical volume and no record: it is kept; lvremove it if it is not needed",
                name,
                volume));
    }
}

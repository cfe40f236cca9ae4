package io.ebsnap.restore.hydration;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.FirstTouchRecord;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first-touch orders that are kept with snapshots. Losing one costs time, so no failure goes further than the log. Safe for use by several threads. */
public final class FirstTouches {

    private static final Logger LOG = LoggerFactory.getLogger(FirstTouches.class);

    /** How far back an order is looked for. */
    private static final int ANCESTORS_MAX = 32;

    /** What was read of fewer blocks tells nothing. */
    private static final int BLOCKS_MIN = 2;

    private final Catalog catalog;

    public FirstTouches(Catalog catalog) {
        this.catalog = catalog;
    }

    /** What is known for a volume: of its snapshot, or of the nearest ancestor of that. */
    FirstTouch of(String volumeId) {
        try {
            Optional<String> snapshot = snapshotOf(volumeId);
            for (int i = 0; i < ANCESTORS_MAX && snapshot.isPresent(); i++) {
                Optional<FirstTouchRecord> found = catalog.find(CatalogKind.FIRST_TOUCH, snapshot.get());
                if (found.isPresent()) {
                    return FirstTouch.decode(found.get().starts(), found.get().blocks());
                }
                snapshot = catalog.find(CatalogKind.SNAPSHOT, snapshot.get()).flatMap(FirstTouches::parentOf);
            }
        } catch (Failure e) {
            LOG.warn("volume={} its first-touch order cannot be read: {}", volumeId, e.getMessage());
        }
        return FirstTouch.NONE;
    }

    /** Learns from a use of a volume. */
    void learn(String volumeId, List<Long> touched) {
        if (touched.size() < BLOCKS_MIN) {
            return;
        }
        try {
            Optional<String> snapshot = snapshotOf(volumeId)
                    .filter(id -> catalog.find(CatalogKind.SNAPSHOT, id).isPresent());
            if (snapshot.isPresent()) {
                FirstTouch learnt = of(volumeId).with(touched);
                keep(new FirstTouchRecord(snapshot.get(), learnt.starts(), learnt.encode()));
                LOG.info("volume={} snapshot={} first-touch blocks={}", volumeId, snapshot.get(), touched.size());
            }
        } catch (Failure e) {
            LOG.warn("volume={} its first-touch order cannot be kept: {}", volumeId, e.getMessage());
        }
    }

    private void keep(FirstTouchRecord record) {
        if (catalog.find(CatalogKind.FIRST_TOUCH, record.snapshotId()).isPresent()) {
            catalog.update(CatalogKind.FIRST_TOUCH, record.snapshotId(), old -> record);
        } else {
            catalog.create(CatalogKind.FIRST_TOUCH, record);
        }
    }

    private Optional<String> snapshotOf(String volumeId) {
        return catalog.find(CatalogKind.MANAGED_VOLUME, volumeId)
                .map(ManagedVolumeRecord::origin)
                .map(origin -> origin.snapshotId());
    }

    private static Optional<String> parentOf(SnapshotRecord snapshot) {
        return Optional.ofNullable(snapshot.origin().parentSnapshotId());
    }
}

package io.ebsnap.restore.hydration;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.FirstTouchRecord;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.restore.LearntOrder;
import io.ebsnap.restore.LearntOrders;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first-touch orders that are kept with snapshots. Losing one costs time, so no failure of learning or using one goes further than the
 * log. Safe for use by several threads. */
public final class FirstTouches implements LearntOrders {

    private static final Logger LOG = LoggerFactory.getLogger(FirstTouches.class);

    /** How far back an order is looked for. */
    private static final int ANCESTORS_MAX = 32;

    /** What was read of fewer blocks tells nothing. */
    private static final int BLOCKS_MIN = 2;

    private final Catalog catalog;

    public FirstTouches(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public Optional<LearntOrder> orderFor(SnapshotId snapshot) {
        Optional<String> next = Optional.of(snapshot.value());
        for (int i = 0; i < ANCESTORS_MAX && next.isPresent(); i++) {
            Optional<FirstTouchRecord> found = catalog.find(CatalogKind.FIRST_TOUCH, next.get());
            if (found.isPresent()) {
                FirstTouch order =
                        FirstTouch.decode(found.get().starts(), found.get().blocks());
                return Optional.of(new LearntOrder(next.get(), order.starts(), order.blocks()));
            }
            next = catalog.find(CatalogKind.SNAPSHOT, next.get()).flatMap(FirstTouches::parentOf);
        }
        return Optional.empty();
    }

    @Override
    public boolean forget(SnapshotId snapshot) {
        boolean known = catalog.delete(CatalogKind.FIRST_TOUCH, snapshot.value());
        if (known) {
            LOG.info("snapshot={} first-touch order deleted", snapshot);
        }
        return known;
    }

    /** What is known for a volume; what cannot be read is not known. */
    FirstTouch of(String volumeId) {
        try {
            return snapshotOf(volumeId)
                    .flatMap(snapshot -> orderFor(new SnapshotId(snapshot)))
                    .map(order -> new FirstTouch(order.uses(), order.blocks()))
                    .orElse(FirstTouch.NONE);
        } catch (Failure e) {
            LOG.warn("volume={} its first-touch order cannot be read: {}", volumeId, e.getMessage());
            return FirstTouch.NONE;
        }
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

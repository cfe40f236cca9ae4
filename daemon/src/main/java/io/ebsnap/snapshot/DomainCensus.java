package io.ebsnap.snapshot;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapDiff;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.VolumeOrigin;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.DomainId;
import io.ebsnap.snapshot.ReferenceTable.Sums;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Counts what everything under one key refers to: the snapshots, and the managed volumes that still need the store, as garbage collection does.
 * One walk along all block maps answers for all snapshots. Used by one thread.
 */
final class DomainCensus {

    private static final int ATTEMPTS_MAX = 3;

    private final SnapshotStorage storage;
    private final SnapshotRecords records;
    private final DomainId domain;
    private final BlockMapDiff diff;
    private final int slotsMax;

    DomainCensus(SnapshotStorage storage, SnapshotRecords records, DomainId domain, int slotsMax) {
        this.storage = storage;
        this.records = records;
        this.domain = domain;
        this.diff = new BlockMapDiff(storage.pages());
        this.slotsMax = slotsMax;
    }

    /** Of every snapshot by itself, and of all together. */
    DomainCount everything() {
        return undisturbed(() -> {
            List<SnapshotRecord> snapshots = snapshots();
            PackNeeds needs = new PackNeeds(storage.chunks().reader());
            try (ReferenceTable table = new ReferenceTable(needs, Integer.MAX_VALUE, slotsMax)) {
                return everything(snapshots, needs, table);
            }
        });
    }

    /** Of some snapshots as if they were one. */
    SnapshotSizes together(Set<String> ids) {
        return undisturbed(() -> {
            PackNeeds needs = new PackNeeds(storage.chunks().reader());
            try (ReferenceTable table = new ReferenceTable(needs, 1, slotsMax)) {
                return together(ids, table);
            }
        });
    }

    private DomainCount everything(List<SnapshotRecord> snapshots, PackNeeds needs, ReferenceTable table) {
        MapRow row = new MapRow(diff, table);
        Sums[] distinct = new Sums[snapshots.size()];
        double[] errors = new double[snapshots.size()];
        for (int i = 0; i < snapshots.size(); i++) {
            add(row, snapshots.get(i), i);
            distinct[i] = table.latest();
            errors[i] = table.relativeError();
        }
        Sums ofSnapshots = table.all();
        volumes().forEach(map -> row.add(map, snapshots.size()));
        row.end();
        Sums[] unique = table.unique(snapshots.size());
        Map<String, SnapshotSizes> sizes = new HashMap<>();
        for (int i = 0; i < snapshots.size(); i++) {
            double error = table.isExact() ? 0 : Math.max(errors[i], table.relativeErrorOfAll());
            sizes.put(snapshots.get(i).snapshotId(), sizes(fullBytes(snapshots.get(i)), distinct[i], unique[i], error));
        }
        return new DomainCount(
                sizes, ofSnapshots, table.all().storedBytes(), table.isExact(), table.relativeErrorOfAll(), needs);
    }

    /** The set first: what ends within it no other snapshot has. */
    private SnapshotSizes together(Set<String> ids, ReferenceTable table) {
        MapRow row = new MapRow(diff, table);
        List<SnapshotRecord> snapshots = snapshots();
        long full = 0;
        for (SnapshotRecord snapshot : snapshots) {
            if (ids.contains(snapshot.snapshotId())) {
                add(row, snapshot, 0);
                full += fullBytes(snapshot);
            }
        }
        Sums distinct = table.all();
        double error = table.relativeErrorOfAll();
        for (SnapshotRecord snapshot : snapshots) {
            if (!ids.contains(snapshot.snapshotId())) {
                add(row, snapshot, 1);
            }
        }
        volumes().forEach(map -> row.add(map, 1));
        row.end();
        return sizes(full, distinct, table.unique(1)[0], error);
    }

    private static void add(MapRow row, SnapshotRecord snapshot, int owner) {
        try {
            row.add(BlockMap.of(snapshot), owner);
        } catch (Failure.Corrupt e) {
            throw new Failure.Corrupt(
                    "the block map of " + snapshot.snapshotId() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static SnapshotSizes sizes(long full, Sums distinct, Sums unique, double error) {
        return new SnapshotSizes(
                full,
                distinct.plainBytes(),
                distinct.storedBytes(),
                Math.min(unique.plainBytes(), distinct.plainBytes()),
                Math.min(unique.storedBytes(), distinct.storedBytes()),
                error);
    }

    private static long fullBytes(SnapshotRecord snapshot) {
        SnapshotContent content = snapshot.content();
        return content == null ? 0 : content.fullSnapshotSizeInBytes();
    }

    /** Volume by volume, so that neighbours share most of their pages. */
    private List<SnapshotRecord> snapshots() {
        return records
                .list(snapshot -> snapshot.state() == SnapshotState.COMPLETED
                        && snapshot.origin().domainId().equals(domain.hex()))
                .stream()
                .sorted(Comparator.comparing(SnapshotRecord::volumeId))
                .toList();
    }

    private List<BlockMap> volumes() {
        try (Stream<ManagedVolumeRecord> volumes = storage.catalog().list(CatalogKind.MANAGED_VOLUME)) {
            return volumes.filter(ManagedVolumeRecord::needsStore)
                    .map(volume -> Objects.requireNonNull(volume.origin(), volume.volumeId()))
                    .filter(origin -> origin.domainId().equals(domain.hex()))
                    .sorted(Comparator.comparing(VolumeOrigin::snapshotId))
                    .map(BlockMap::of)
                    .toList();
        }
    }

    /** Pages of a snapshot that is deleted and collected meanwhile are missing: then all is counted again. */
    private <T> T undisturbed(Supplier<T> count) {
        for (int attempt = 1; ; attempt++) {
            long revision = storage.catalog().revision();
            try {
                return count.get();
            } catch (Failure.Corrupt e) {
                if (attempt == ATTEMPTS_MAX || revision == storage.catalog().revision()) {
                    throw e;
                }
            }
        }
    }
}

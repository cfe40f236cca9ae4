package io.ebsnap.control;

import io.ebsnap.api.KeySize;
import io.ebsnap.api.KeySizeList;
import io.ebsnap.api.ZoneSize;
import io.ebsnap.api.ZoneSizeList;
import io.ebsnap.check.StoreStatistics;
import io.ebsnap.snapshot.DomainUsage;
import io.ebsnap.store.ZoneUsage;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the store holds: in all, under each key, in each zone. */
final class StoreSizeActions {

    private final Services services;

    StoreSizeActions(Services services) {
        this.services = services;
    }

    io.ebsnap.api.StoreStatistics ofStore() {
        StoreStatistics statistics = services.store().statistics();
        ChunkSum chunks = ChunkSum.of(services.snapshots().usage());
        return new io.ebsnap.api.StoreStatistics(
                statistics.storeId(),
                statistics.created(),
                StoreActions.snapshotCounts(statistics),
                statistics.dataPacks(),
                statistics.dataPackBytes(),
                statistics.pagePacks(),
                statistics.pagePackBytes(),
                statistics.chunks(),
                statistics.indexBytes(),
                statistics.fullSnapshotBytes(),
                chunks.sizes(),
                chunks.uncountedPackBytes(),
                statistics.quarantinedChunks(),
                statistics.freeBytes(),
                statistics.archivePacks(),
                statistics.archivePackBytes());
    }

    KeySizeList ofKeys() {
        Map<String, List<DomainUsage>> keys = services.snapshots().usage().stream()
                .filter(domain -> domain.packs() > 0 || domain.snapshots() > 0)
                .collect(Collectors.groupingBy(DomainUsage::kmsKeyId, TreeMap::new, Collectors.toList()));
        return new KeySizeList(keys.entrySet().stream()
                .map(key -> keySize(key.getKey(), ChunkSum.of(key.getValue())))
                .toList());
    }

    ZoneSizeList ofZones() {
        return new ZoneSizeList(services.zones().usage().stream()
                .map(StoreSizeActions::zoneSize)
                .toList());
    }

    private KeySize keySize(String key, ChunkSum sum) {
        return new KeySize(
                services.keys().arnOf(key),
                sum.snapshots(),
                sum.fullBytes(),
                sum.packs(),
                sum.packBytes(),
                sum.sizesIfCounted());
    }

    private static ZoneSize zoneSize(ZoneUsage usage) {
        return new ZoneSize(
                usage.zone().name(),
                usage.zone().state().word(),
                boxed(usage.objects()),
                boxed(usage.bytes()),
                boxed(usage.zone().freeBytes()));
    }

    private static @Nullable Long boxed(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}

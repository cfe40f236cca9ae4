package io.ebsnap.snapshot;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.DataKeyRecord;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.chunk.CollectionForecast;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.identity.DomainId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sums up what is stored under each data key: records and packs, beside what was counted along the block maps. Used by one thread. */
final class UsageTally {

    private final SnapshotStorage storage;
    private final Map<DomainId, DomainCount> counts;
    private final Map<DomainId, Tally> tallies = new TreeMap<>();

    UsageTally(SnapshotStorage storage, Map<DomainId, DomainCount> counts) {
        this.storage = storage;
        this.counts = counts;
    }

    List<DomainUsage> tally() {
        try (Stream<DataKeyRecord> keys = storage.catalog().list(CatalogKind.DATA_KEY)) {
            keys.forEach(key -> {
                DomainId domain = DomainId.parse(key.domainId());
                tallies.put(
                        domain,
                        new Tally(key, counts.get(domain), storage.chunks().forecast()));
            });
        }
        try (Stream<PackSummary> packs = storage.chunks().packs()) {
            packs.forEach(pack -> of(pack.domain()).ifPresent(tally -> tally.add(pack)));
        }
        try (Stream<PackSummary> packs = storage.chunks().archivePacks()) {
            packs.forEach(pack -> of(pack.domain()).ifPresent(tally -> tally.addArchived(pack)));
        }
        try (Stream<SnapshotRecord> snapshots = storage.catalog().list(CatalogKind.SNAPSHOT)) {
            snapshots
                    .filter(snapshot -> snapshot.state() == SnapshotState.COMPLETED)
                    .forEach(snapshot ->
                            of(DomainId.parse(snapshot.origin().domainId())).ifPresent(tally -> tally.add(snapshot)));
        }
        List<DomainUsage> usages = new ArrayList<>();
        tallies.values().forEach(tally -> usages.add(tally.usage()));
        return usages;
    }

    private Optional<Tally> of(DomainId domain) {
        return Optional.ofNullable(tallies.get(domain));
    }

    /** Of one domain. */
    private static final class Tally {
        private final DataKeyRecord key;
        private final @Nullable DomainCount count;
        private final CollectionForecast forecast;
        private long snapshots;
        private long fullBytes;
        private long packs;
        private long packBytes;

        Tally(DataKeyRecord key, @Nullable DomainCount count, CollectionForecast forecast) {
            this.key = key;
            this.count = count;
            this.forecast = forecast;
        }

        void add(PackSummary pack) {
            packs++;
            packBytes += pack.lengthBytes();
            if (count != null) {
                PackNeeds.Need need = count.needs().of(pack.id());
                forecast.add(pack, need.recordBytes(), need.chunks());
            }
        }

        /** A collection of the store leaves the archive as it is. */
        void addArchived(PackSummary pack) {
            packs++;
            packBytes += pack.lengthBytes();
        }

        void add(SnapshotRecord snapshot) {
            snapshots++;
            SnapshotContent content = snapshot.content();
            fullBytes += content == null ? 0 : content.fullSnapshotSizeInBytes();
        }

        DomainUsage usage() {
            return new DomainUsage(
                    key.domainId(),
                    key.kmsKeyId(),
                    snapshots,
                    fullBytes,
                    packs,
                    packBytes,
                    Optional.ofNullable(count).map(this::chunks));
        }

        private ChunkUsage chunks(DomainCount counted) {
            long live = counted.liveBytes();
            long dead = packBytes - packs * CollectionForecast.FRAME_BYTES - live;
            boolean told = counted.exact() && counted.needs().isComplete();
            return new ChunkUsage(
                    counted.ofSnapshots().plainBytes(),
                    counted.ofSnapshots().storedBytes(),
                    live,
                    Math.max(0, dead),
                    told ? OptionalLong.of(forecast.bytes()) : OptionalLong.empty(),
                    counted.exact() ? 0 : counted.relativeError());
        }
    }
}

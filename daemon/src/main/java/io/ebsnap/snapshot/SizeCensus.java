package io.ebsnap.snapshot;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.DataKeyRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.DomainId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what snapshots take, alone and together. What was counted is kept until records change or chunks move. One count at a time. Safe for
 * use by several threads.
 */
final class SizeCensus {

    private static final Logger LOG = LoggerFactory.getLogger(SizeCensus.class);
    private static final int ANSWERS_MAX = 1_000;

    private final SnapshotStorage storage;
    private final SnapshotRecords records;
    private final int slotsMax;

    @GuardedBy("this")
    private final Map<DomainId, DomainCount> counts = new HashMap<>();

    @GuardedBy("this")
    private final Map<Set<String>, SnapshotSizes> answers = new LinkedHashMap<>();

    @GuardedBy("this")
    private Revision counted = new Revision(-1, -1);

    SizeCensus(SnapshotStorage storage, SnapshotRecords records, int slotsMax) {
        this.storage = storage;
        this.records = records;
        this.slotsMax = slotsMax;
    }

    /** Of completed snapshots as if they were one. */
    synchronized SnapshotSizes sizes(Collection<SnapshotRecord> snapshots) {
        forgetStale();
        Map<DomainId, Set<String>> domains = new LinkedHashMap<>();
        snapshots.forEach(snapshot -> domains.computeIfAbsent(domainOf(snapshot), any -> new HashSet<>())
                .add(snapshot.snapshotId()));
        SnapshotSizes sum = SnapshotSizes.NOTHING;
        for (Map.Entry<DomainId, Set<String>> domain : domains.entrySet()) {
            sum = sum.plus(sizes(domain.getKey(), domain.getValue()));
        }
        return sum;
    }

    /** Of each snapshot that can be read, by its id. */
    synchronized Map<String, SnapshotSizes> sizesOfAll() {
        forgetStale();
        Map<String, SnapshotSizes> all = new HashMap<>();
        for (DomainId domain : domains()) {
            countIfReadable(domain).ifPresent(count -> all.putAll(count.sizes()));
        }
        return all;
    }

    /** What is stored under each data key. */
    synchronized List<DomainUsage> usage() {
        forgetStale();
        Map<DomainId, DomainCount> readable = new HashMap<>();
        for (DomainId domain : domains()) {
            countIfReadable(domain).ifPresent(count -> readable.put(domain, count));
        }
        return new UsageTally(storage, readable).tally();
    }

    /** What was counted of all snapshots answers for one as well, if it is exact; else a count for it alone is better. */
    @GuardedBy("this")
    private SnapshotSizes sizes(DomainId domain, Set<String> snapshots) {
        DomainCount count = count(domain);
        SnapshotSizes alone =
                snapshots.size() == 1 ? count.sizes().get(snapshots.iterator().next()) : null;
        if (alone != null && count.exact()) {
            return alone;
        }
        SnapshotSizes known = answers.get(snapshots);
        if (known == null) {
            known = new DomainCensus(storage, records, domain, slotsMax).together(snapshots);
            answers.put(Set.copyOf(snapshots), known);
        }
        return known;
    }

    @GuardedBy("this")
    private DomainCount count(DomainId domain) {
        DomainCount known = counts.get(domain);
        if (known == null) {
            known = new DomainCensus(storage, records, domain, slotsMax).everything();
            counts.put(domain, known);
        }
        return known;
    }

    @GuardedBy("this")
    private Optional<DomainCount> countIfReadable(DomainId domain) {
        try {
            return Optional.of(count(domain));
        } catch (Failure.Denied | Failure.Corrupt | Failure.NotFound e) {
            LOG.info("domain={} what it takes cannot be counted: {}", domain, e.getMessage());
            return Optional.empty();
        }
    }

    private List<DomainId> domains() {
        try (Stream<DataKeyRecord> keys = storage.catalog().list(CatalogKind.DATA_KEY)) {
            return keys.filter(key -> !key.wasDestroyed())
                    .map(key -> DomainId.parse(key.domainId()))
                    .toList();
        }
    }

    private static DomainId domainOf(SnapshotRecord snapshot) {
        return DomainId.parse(snapshot.origin().domainId());
    }

    @GuardedBy("this")
    private void forgetStale() {
        Revision now =
                new Revision(storage.catalog().revision(), storage.chunks().layoutRevision());
        if (!now.equals(counted) || answers.size() >= ANSWERS_MAX) {
            counts.clear();
            answers.clear();
            counted = now;
        }
    }

    /** State of what was counted: of the records, and of the packs. */
    private record Revision(long catalog, long packs) {}
}

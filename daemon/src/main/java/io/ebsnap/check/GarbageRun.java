package io.ebsnap.check;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.DataKeyRecord;
import io.ebsnap.chunk.ChunkIndex;
import io.ebsnap.chunk.CollectionListener;
import io.ebsnap.chunk.CollectionOptions;
import io.ebsnap.chunk.CollectionOrder;
import io.ebsnap.chunk.CollectionOutcome;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.DomainId;
import io.ebsnap.task.TaskRun;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One garbage collection of the whole store, or of the whole archive: domain after domain, then what deleted records have left. */
final class GarbageRun {

    private static final Logger LOG = LoggerFactory.getLogger(GarbageRun.class);

    private final CheckParts parts;
    private final Tier tier;
    private final TaskRun run;
    private long packsDeleted;
    private long packsRewritten;
    private long bytesFreed;
    private long chunksForgotten;

    GarbageRun(CheckParts parts, Tier tier, TaskRun run) {
        this.parts = parts;
        this.tier = tier;
        this.run = run;
    }

    CollectionResult collect() {
        parts.locks().requireWhole();
        long packsBefore = 0;
        long bytesBefore = 0;
        try (Stream<PackSummary> packs = tier.index().packs()) {
            for (PackSummary pack : (Iterable<PackSummary>) packs::iterator) {
                packsBefore++;
                bytesBefore += pack.lengthBytes();
            }
        }
        run.expect("packs", packsBefore);
        parts.catalog().purgeTombstones();
        for (DataKeyRecord key : dataKeys()) {
            run.checkpoint();
            if (key.wasDestroyed()) {
                discard(DomainId.parse(key.domainId()));
            } else {
                collect(DomainId.parse(key.domainId()));
            }
        }
        parts.quarantine().purge();
        return new CollectionResult(
                packsDeleted,
                packsRewritten,
                bytesFreed,
                chunksForgotten,
                packsBefore,
                bytesBefore,
                run.elapsed().toMillis());
    }

    private List<DataKeyRecord> dataKeys() {
        try (Stream<DataKeyRecord> keys = parts.catalog().list(CatalogKind.DATA_KEY)) {
            return keys.toList();
        }
    }

    /** Which chunks of it are needed nobody can find out any more: all of it stays until its last snapshot is gone. */
    private void discard(DomainId domain) {
        Optional<String> user = new DomainUsers(parts).any(domain);
        if (user.isPresent()) {
            LOG.info("domain={} its key was deleted; garbage is left until {} is deleted too", domain, user.get());
            return;
        }
        CollectionOutcome outcome = tier.chunks().discard(order(domain));
        add(outcome);
        run.checkpoint();
        if (hasNoPacks(domain)) {
            parts.catalog().delete(CatalogKind.DATA_KEY, domain.hex());
        }
    }

    private boolean hasNoPacks(DomainId domain) {
        return hasNoPacks(domain, parts.index())
                && parts.archive()
                        .filter(archive -> archive.place().isMade())
                        .map(archive -> !archive.index().isFresh() && hasNoPacks(domain, archive.index()))
                        .orElse(true);
    }

    private static boolean hasNoPacks(DomainId domain, ChunkIndex index) {
        try (Stream<PackSummary> packs = index.packs()) {
            return packs.noneMatch(pack -> pack.domain().equals(domain));
        }
    }

    private CollectionOrder order(DomainId domain) {
        return new CollectionOrder(
                domain, tier.roots(), parts.quarantine()::contains, CollectionOptions.DEFAULT, new Follower(run));
    }

    private void collect(DomainId domain) {
        try {
            add(tier.chunks().collect(order(domain)));
        } catch (Failure.Denied e) {
            LOG.warn("domain={} garbage is left alone: {}", domain, e.getMessage());
        }
        run.checkpoint();
    }

    private void add(CollectionOutcome outcome) {
        packsDeleted += outcome.packsDeleted();
        packsRewritten += outcome.packsRepacked();
        bytesFreed += outcome.bytesFreed() - outcome.bytesCopied();
        chunksForgotten += outcome.chunksForgotten();
    }

    /** Shows the collection's progress as the task's. */
    private static final class Follower implements CollectionListener {
        private final TaskRun run;
        private long packsSeen;

        Follower(TaskRun run) {
            this.run = run;
        }

        @Override
        public void progress(Step step, long done, long total) {
            run.phase(
                    switch (step) {
                        case MARK -> "marking what is needed";
                        case SWEEP -> "looking for garbage";
                        case REPACK -> "moving chunks together";
                    });
            if (step == Step.SWEEP && done > packsSeen) {
                run.advance(done - packsSeen);
                packsSeen = done;
            }
        }

        @Override
        public boolean isCancelled() {
            return run.cancelled();
        }
    }
}

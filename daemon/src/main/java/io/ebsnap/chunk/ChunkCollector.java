package io.ebsnap.chunk;

import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.PackId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Garbage collection of one domain, beside writers and readers. One runs at a time.
 *
 * <p>First the writers are watched, then everything recorded is marked, then each pack is looked at. A writer's pin and the marks together
 * cover every chunk that anything refers to: what was recorded before the marking is marked, and who recorded something
 * after it had its pin open while the collection ran. Any failure before the sweep changes nothing.
 */
final class ChunkCollector {

    private final ChunkStoreParts parts;
    private final WriterTools tools;
    private final Pins pins;

    ChunkCollector(ChunkStoreParts parts, WriterTools tools, Pins pins) {
        this.parts = parts;
        this.tools = tools;
        this.pins = pins;
    }

    CollectionOutcome collect(CollectionOrder order) {
        DomainKeys keys = parts.keys().apply(order.domain());
        try (PinWatch watch = pins.watch(order.domain());
                ReferenceFilter marks = pins.newFilter(parts.index().approximateChunkCount())) {
            if (!mark(order, marks)) {
                CollectionTally nothing = new CollectionTally();
                nothing.cancelled = true;
                return nothing.outcome();
            }
            parts.crashPoints().reached("gc.after-mark");
            return new Run(order, keys, watch, marks).run();
        }
    }

    /** As {@link ChunkStore#discard} says. */
    CollectionOutcome discard(CollectionOrder order) {
        try (PinWatch watch = pins.watch(order.domain());
                ReferenceFilter nothing = pins.newFilter(1)) {
            return new Run(order, null, watch, nothing).run();
        }
    }

    /** False if it was cancelled meanwhile. */
    private static boolean mark(CollectionOrder order, ReferenceFilter marks) {
        Marking marking = new Marking(order, marks);
        try {
            order.live().forEach(order.domain(), marking::keep);
        } catch (RuntimeException e) {
            if (marking.cancelled) {
                return false;
            }
            throw e;
        }
        return !marking.cancelled;
    }

    /** Fills the marks. */
    private static final class Marking {
        private static final int REPORT_EVERY = 65_536;

        private final CollectionOrder order;
        private final ReferenceFilter marks;
        private long named;
        private boolean cancelled;

        Marking(CollectionOrder order, ReferenceFilter marks) {
            this.order = order;
            this.marks = marks;
        }

        void keep(ChunkId id) {
            marks.add(id);
            named++;
            if (named % REPORT_EVERY == 1) {
                order.listener().progress(CollectionListener.Step.MARK, named, 0);
                if (order.listener().isCancelled()) {
                    cancelled = true;
                    throw new Failure.Conflict("the garbage collection was cancelled");
                }
            }
        }
    }

    /** Sweep and repack of one collection. */
    private final class Run {
        private final CollectionOrder order;
        private final CollectionTally tally = new CollectionTally();
        private final Liveness liveness;
        private final PackRemoval removal;
        private final PackReader reader = new PackReader(parts.store());

        /** Null where they were destroyed. */
        private final @Nullable DomainKeys keys;

        Run(CollectionOrder order, @Nullable DomainKeys keys, PinWatch watch, ReferenceFilter marks) {
            this.order = order;
            this.keys = keys;
            this.liveness = new Liveness(marks, watch, parts, order);
            this.removal = new PackRemoval(parts, watch, liveness, tally);
        }

        CollectionOutcome run() {
            RepackQueue queue = new RepackQueue(order.options(), parts.limits());
            sweep(packsOfDomain(), queue);
            if (!order.options().dryRun()) {
                removal.removeBatch();
                if (keys != null) {
                    new Repack(queue, keys).run();
                }
                removal.end();
            }
            tally.chunksHeld = liveness.held();
            return tally.outcome();
        }

        private List<PackId> packsOfDomain() {
            List<PackId> ids = new ArrayList<>();
            try (Stream<PackSummary> packs = parts.index().packs()) {
                packs.filter(pack -> pack.domain().equals(order.domain())).forEach(pack -> {
                    ids.add(pack.id());
                    tally.packsBefore++;
                    tally.bytesBefore += pack.lengthBytes();
                });
            }
            return ids;
        }

        private void sweep(List<PackId> ids, RepackQueue queue) {
            long done = 0;
            for (PackId id : ids) {
                if (isCancelled()) {
                    return;
                }
                order.listener().progress(CollectionListener.Step.SWEEP, done++, ids.size());
                lookAt(id, queue);
            }
        }

        private void lookAt(PackId id, RepackQueue queue) {
            PackTrailer trailer = readable(id);
            if (trailer == null) {
                return;
            }
            if (!queue.isWorthIt(trailer, liveness.liveBytesAtMost(trailer))) {
                return;
            }
            PackVerdict verdict = liveness.judge(trailer);
            if (verdict.isDead()) {
                delete(trailer);
            } else if (verdict.irreplaceable()) {
                tally.packsLeftAlone++;
            } else {
                queue.offer(verdict);
            }
        }

        private void delete(PackTrailer trailer) {
            if (order.options().dryRun()) {
                tally.packsDeleted++;
                tally.bytesFreed += trailer.lengthBytes();
                tally.chunksForgotten += trailer.entries().size();
            } else {
                removal.remove(trailer);
            }
        }

        private @Nullable PackTrailer readable(PackId id) {
            try {
                PackTrailer trailer = reader.trailer(id);
                return keys == null ? trailer : trailer.proven(keys);
            } catch (Failure.NotFound e) {
                forgetIfCondemned(id);
            } catch (Failure.Corrupt | Failure.Unavailable | Failure.TooNew | Failure.TooOld e) {
                tally.packsLeftAlone++;
            }
            return null;
        }

        private void forgetIfCondemned(PackId id) {
            boolean condemned =
                    parts.index().pack(id).filter(PackSummary::condemned).isPresent();
            if (condemned && !order.options().dryRun()) {
                removal.alreadyGone(id);
            }
        }

        private boolean isCancelled() {
            tally.cancelled |= order.listener().isCancelled();
            return tally.cancelled;
        }

        /** Moves live records together. */
        private final class Repack {
            private final RepackQueue queue;
            private final PackMerge merge;

            Repack(RepackQueue queue, DomainKeys keys) {
                this.queue = queue;
                this.merge = new PackMerge(parts, tools, keys);
            }

            void run() {
                for (ChunkKind kind : ChunkKind.values()) {
                    run(kind, queue.packs(kind));
                }
            }

            private void run(ChunkKind kind, List<PackId> ids) {
                RepackGroup group = new RepackGroup(parts.limits());
                long done = 0;
                for (PackId id : ids) {
                    if (isCancelled() || !tally.repackedAll) {
                        return;
                    }
                    order.listener().progress(CollectionListener.Step.REPACK, done++, ids.size());
                    PackTrailer trailer = readable(id);
                    if (trailer != null) {
                        PackVerdict verdict = liveness.judge(trailer);
                        if (!group.hasRoomFor(verdict)) {
                            repack(kind, group.drain());
                        }
                        group.add(verdict);
                    }
                }
                if (!isCancelled() && tally.repackedAll) {
                    repack(kind, group.drain());
                }
            }

            private void repack(ChunkKind kind, List<PackVerdict> sources) {
                long bytes = sources.stream().mapToLong(PackVerdict::liveBytes).sum();
                if (sources.isEmpty() || isAsGoodAsItGets(sources)) {
                    return;
                }
                if (!merge.hasRoomFor(bytes)) {
                    tally.repackedAll = false;
                    return;
                }
                try {
                    tally.bytesCopied += merge.merge(kind, sources);
                } catch (Failure.Exhausted e) {
                    tally.repackedAll = false;
                    return;
                }
                removeSources(sources);
            }

            /** A single pack that is all live: a copy of it would be the same. */
            private boolean isAsGoodAsItGets(List<PackVerdict> sources) {
                PackVerdict first = sources.getFirst();
                return sources.size() == 1
                        && first.live().size() == first.trailer().entries().size();
            }

            private void removeSources(List<PackVerdict> sources) {
                long before = tally.packsDeleted;
                sources.forEach(source -> removal.remove(source.trailer()));
                removal.removeBatch();
                tally.packsRepacked += tally.packsDeleted - before;
            }
        }
    }
}

package io.ebsnap.snapshot;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapDiff;
import io.ebsnap.blockmap.BlockMapReader;
import io.ebsnap.blockmap.MappedBlock;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotOrigin;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.device.PointInTime;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.volume.BlockBuffers;
import io.ebsnap.volume.SnapshotBlocks;
import io.ebsnap.volume.SnapshotSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of snapshots. Under the source's key a copy is a record that shares the source's map; under another key, or if the source is archived, it is a snapshot whose
 * device is the source: a standard snapshot never depends on the archive.
 * Safe for use by several threads.
 */
final class SnapshotCopies {

    /** What EC2 puts in the place of a volume: a copy has none. */
    static final String NO_VOLUME = "vol-fffffffffffffffff";

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotCopies.class);

    private final JobContext context;
    private final SnapshotQueue queue;
    private final BlockMapDiff diff;
    private final BlockMapReader maps;
    private final BlockBuffers buffers;

    SnapshotCopies(JobContext context, SnapshotQueue queue) {
        this.context = context;
        this.queue = queue;
        this.diff = new BlockMapDiff(context.storage().pages());
        this.maps = new BlockMapReader(context.storage().pages());
        this.buffers = new BlockBuffers(context.settings().copyThreads().count());
    }

    /** What a copy would take. */
    CopyPlan plan(SnapshotCopyOrder order) {
        SnapshotRecord source = readable(order.source());
        KeyId key = key(order, source);
        if (canShare(source, key)) {
            return new CopyPlan(source.snapshotId(), source.kmsKeyId(), true, null, 0, 0);
        }
        Optional<DomainId> domain = context.records().domainUnder(key);
        try (CopiedInstant instant = held(source, domain.map(known -> new Target(known, owner(order))))) {
            LongAdder blocks = new LongAdder();
            LongAdder bytes = new LongAdder();
            forEachToSeal(instant, block -> {
                blocks.increment();
                bytes.add(instant.map().geometry().lengthOf(block));
            });
            String base = instant.parent().map(SnapshotRecord::snapshotId).orElse(null);
            return new CopyPlan(source.snapshotId(), key.toString(), false, base, blocks.sum(), bytes.sum());
        }
    }

    /** Is given a block. */
    @FunctionalInterface
    private interface EachBlock {
        void take(BlockIndex block);
    }

    private void forEachToSeal(CopiedInstant instant, EachBlock each) {
        CopiedInstant.Base base = instant.base();
        if (base == null) {
            Iterator<MappedBlock> content = maps.blocksFrom(instant.map(), new BlockIndex(0));
            content.forEachRemaining(block -> each.take(block.index()));
            return;
        }
        diff.forEach(base.copied(), instant.map(), new BlockIndex(0), difference -> {
            if (difference.after().isPresent()) {
                each.take(difference.index());
            }
            return true;
        });
    }

    /** Begins a copy; under the source's key it is completed when this returns. */
    SnapshotRecord accept(SnapshotCopyOrder order) {
        OrderRules.check(order);
        SnapshotRecord source = readable(order.source());
        KeyId key = key(order, source);
        Optional<SnapshotRecord> shared = canShare(source, key) ? shared(order, source, key) : Optional.empty();
        return shared.orElseGet(() -> begun(order, source, key));
    }

    private static boolean canShare(SnapshotRecord source, KeyId key) {
        return key.toString().equals(source.kmsKeyId()) && source.needsStandardTier();
    }

    /** Empty if the source has come into the archive meanwhile: whether it has is asked when it is held, so that what the copy shares stays in the store. */
    private Optional<SnapshotRecord> shared(SnapshotCopyOrder order, SnapshotRecord source, KeyId key) {
        BlockMap map = BlockMap.of(source);
        try (MapsInUse.Hold _ = held(source)) {
            if (!canShare(context.records().require(source.snapshotId()), key)) {
                return Optional.empty();
            }
            SnapshotRecord copy = completed(pending(order, source, key, map.domain()), source);
            context.records().create(copy);
            context.surroundings().crashPoints().reached("copy.after-record");
            LOG.info("snapshot={} copy-of={} state=completed shared=true", copy.snapshotId(), source.snapshotId());
            return Optional.of(copy);
        }
    }

    private SnapshotRecord begun(SnapshotCopyOrder order, SnapshotRecord source, KeyId key) {
        queue.reserve(1);
        try {
            DomainId domain = context.storage().keyring().domainFor(key);
            CopiedInstant instant = held(source, Optional.of(new Target(domain, owner(order))));
            try {
                SnapshotRecord copy = pending(order, source, key, domain);
                context.records().create(copy);
                context.surroundings().crashPoints().reached("copy.after-pending");
                LOG.info("snapshot={} copy-of={} state=pending", copy.snapshotId(), source.snapshotId());
                queue.submit(List.of(new SnapshotJob(copy, instant, context)));
                return copy;
            } catch (RuntimeException e) {
                instant.close();
                throw e;
            }
        } finally {
            queue.unreserve(1);
        }
    }

    /** Goes on with a copy that an earlier daemon has begun; empty if what it copies is gone. */
    Optional<PointInTime> resume(SnapshotRecord pending) {
        return pending.origin()
                .copyOf()
                .flatMap(context.records()::find)
                .filter(source -> source.state() == SnapshotState.COMPLETED)
                .map(source -> held(
                        source,
                        Optional.of(new Target(DomainId.parse(pending.origin().domainId()), pending.ownerId()))));
    }

    private SnapshotRecord readable(SnapshotId id) {
        SnapshotRecord source = context.records().require(id.value());
        BlockMap map = BlockMap.of(source);
        context.storage().keyring().keysOf(map.domain());
        return source;
    }

    private KeyId key(SnapshotCopyOrder order, SnapshotRecord source) {
        String named = order.key();
        return context.storage().keyring().resolve(named == null ? source.kmsKeyId() : named);
    }

    private String owner(SnapshotCopyOrder order) {
        String owner = order.ownerId();
        return owner == null ? context.settings().ownerId() : owner;
    }

    /** What a copy is sealed under, and whose it is: what it builds on is under the same, and theirs. */
    private record Target(DomainId domain, String ownerId) {}

    private MapsInUse.Hold held(SnapshotRecord source) {
        return context.storage()
                .mapsInUse()
                .holdRequired(BlockMap.of(source), () -> context.records().require(source.snapshotId()));
    }

    private CopiedInstant held(SnapshotRecord source, Optional<Target> target) {
        List<MapsInUse.Hold> holds = new ArrayList<>();
        try {
            BlockMap map = BlockMap.of(source);
            holds.add(held(source));
            CopiedInstant.Base base =
                    target.flatMap(wanted -> base(source, wanted, holds)).orElse(null);
            SnapshotBlocks blocks =
                    new SnapshotBlocks(map, maps, context.storage().chunks().reader());
            return new CopiedInstant(
                    source, base, new SnapshotSource(source.snapshotId(), map.geometry(), blocks, buffers), holds);
        } catch (RuntimeException e) {
            holds.forEach(MapsInUse.Hold::close);
            throw e;
        }
    }

    /** Of the copies of snapshots of the same volume that are still there, with what they are copies of, the one of the nearest instant. */
    private Optional<CopiedInstant.Base> base(SnapshotRecord source, Target target, List<MapsInUse.Hold> holds) {
        List<SnapshotRecord> copies = context
                .records()
                .list(record -> record.state() == SnapshotState.COMPLETED
                        && record.origin().copyOf().isPresent()
                        && record.origin().domainId().equals(target.domain().hex())
                        && record.ownerId().equals(target.ownerId())
                        && record.origin().sizeBytes() == source.origin().sizeBytes())
                .stream()
                .sorted(SnapshotRecords.nearestTo(source.startTime()))
                .toList();
        for (SnapshotRecord copy : copies) {
            Optional<SnapshotRecord> copied =
                    copy.origin().copyOf().flatMap(context.records()::find).filter(original -> isKin(original, source));
            if (copied.isPresent() && hold(copy, holds) && hold(copied.get(), holds)) {
                return Optional.of(new CopiedInstant.Base(copy, BlockMap.of(copied.get())));
            }
        }
        return Optional.empty();
    }

    private static boolean isKin(SnapshotRecord original, SnapshotRecord source) {
        return original.state() == SnapshotState.COMPLETED
                && original.origin().domainId().equals(source.origin().domainId())
                && original.volumeId().equals(source.volumeId());
    }

    private boolean hold(SnapshotRecord snapshot, List<MapsInUse.Hold> holds) {
        Optional<MapsInUse.Hold> hold = context.storage()
                .mapsInUse()
                .holdExisting(BlockMap.of(snapshot), () -> context.records().find(snapshot.snapshotId()));
        hold.ifPresent(holds::add);
        return hold.isPresent();
    }

    private SnapshotRecord pending(SnapshotCopyOrder order, SnapshotRecord source, KeyId key, DomainId domain) {
        return new SnapshotRecord(
                SnapshotId.random(context.surroundings().random()).value(),
                NO_VOLUME,
                SnapshotState.PENDING,
                "",
                source.startTime(),
                null,
                owner(order),
                order.description(),
                tags(order, source),
                "standard",
                key.toString(),
                null,
                new SnapshotOrigin(
                        source.snapshotId(),
                        source.origin().sizeBytes(),
                        SnapshotOrigin.COPY,
                        source.snapshotId(),
                        domain.hex(),
                        null,
                        "full"),
                null);
    }

    private static List<Tag> tags(SnapshotCopyOrder order, SnapshotRecord source) {
        List<Tag> tags =
                order.copyTags() ? TagRules.merge(TagRules.withoutReserved(source.tags()), order.tags()) : order.tags();
        return Stream.concat(tags.stream(), order.marks().stream()).toList();
    }

    private SnapshotRecord completed(SnapshotRecord copy, SnapshotRecord source) {
        return context.records().completed(copy, shared(source.content()), "exact by copy, 0 rechecked");
    }

    /** It has read and stored nothing. */
    private static SnapshotContent shared(@Nullable SnapshotContent content) {
        if (content == null) {
            throw new Failure.Conflict("it is not completed");
        }
        return new SnapshotContent(
                content.rootPageId(), content.fullSnapshotSizeInBytes(), 0, content.blocksZero(), 0, 0, 0, 0);
    }
}

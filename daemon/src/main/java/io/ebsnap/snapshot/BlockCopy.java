package io.ebsnap.snapshot;

import io.ebsnap.blockmap.BlockMapEditor;
import io.ebsnap.chunk.ChunkWriter;
import io.ebsnap.chunk.PreparedChunk;
import io.ebsnap.crypto.ConstantTime;
import io.ebsnap.device.BlockBuffer;
import io.ebsnap.device.BlockSource;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.tracking.ChangeFinding;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies the blocks of a source into a chunk writer and a block map. Each worker takes a block all the way: read, zero test, hash,
 * look up, compress, seal; what is ready is appended in the order of the volume by whichever worker finds it so. There is no hand-over
 * between threads, and what is in flight is bounded by the window.
 *
 * <p>Every block is looked up in the index, also when the parent has the same: a chunk that was found damaged since is stored again.
 */
final class BlockCopy {

    private final BlockSource source;
    private final VolumeGeometry geometry;
    private final ChunkWriter writer;
    private final BlockMapEditor map;
    private final ParentBlocks parent;
    private final ChangeFinding finding;
    private final FamiliarBlocks familiar;
    private final CopyMeter meter;
    private final LongSupplier nanoClock;
    private final CopyWindow window;
    private final BlockClaims claims;
    private final ForegroundGate gate;
    private final CopyThreads threads;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    BlockCopy(CopyOrder order, CopyMeter meter, CopyThreads threads, LongSupplier nanoClock) {
        this.source = order.source();
        this.geometry = source.geometry();
        this.writer = order.writer();
        this.map = order.map();
        this.parent = order.parent();
        this.finding = order.known().finding();
        this.familiar = order.known().familiar();
        this.meter = meter;
        this.nanoClock = nanoClock;
        this.window = new CopyWindow(writer.inFlightMax());
        this.claims = new BlockClaims(source, order.known(), window);
        this.threads = threads;
        this.gate = new ForegroundGate(source, threads.besideUsers(), nanoClock);
    }

    /**
     * Copies everything.
     *
     * @param name of the workers' threads
     * @return false if it was stopped before the end
     * @throws Failure of the first worker that failed
     * @throws Contradiction if somebody was believed who was wrong
     */
    boolean run(String name) {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads.count(); i++) {
            int worker = i;
            workers.add(Thread.ofPlatform().name(name + "-" + i).start(() -> work(worker)));
        }
        for (Thread worker : workers) {
            join(worker);
        }
        boolean whole = !window.stopped();
        window.discard();
        rethrow(failure.get());
        return whole;
    }

    /** Makes the workers end soon. */
    void stop() {
        window.stop();
        gate.open();
    }

    private void work(int worker) {
        try {
            BlockBuffer buffer = new BlockBuffer();
            for (Claim claim = nextClaim(worker); claim != null; claim = nextClaim(worker)) {
                window.publish(claim.sequence(), copied(claim, buffer));
                appendReady();
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            window.stop();
        } finally {
            gate.open();
        }
    }

    private @Nullable Claim nextClaim(int worker) {
        gate.pass(worker);
        return claims.take();
    }

    private CopyItem copied(Claim claim, BlockBuffer buffer) {
        return switch (claim) {
            case Claim.Zeros zeros -> new CopyItem.Holes(zeros.first(), zeros.count());
            case Claim.Unchanged unchanged ->
                new CopyItem.Unchanged(unchanged.first(), unchanged.chunks(), unchanged.tags());
            case Claim.Familiar known -> new CopyItem.Familiar(known.first(), known.chunk());
            case Claim.Reading reading -> read(reading, buffer);
        };
    }

    private CopyItem read(Claim.Reading claim, BlockBuffer buffer) {
        BlockIndex block = new BlockIndex(claim.first());
        int length = geometry.lengthOf(block);
        long begun = nanoClock.getAsLong();
        if (!readKept(claim, buffer.direct(length))) {
            return asTold(claim, length);
        }
        long read = nanoClock.getAsLong();
        boolean zero = buffer.isZero(length);
        long tested = nanoClock.getAsLong();
        meter.blocksRead.increment();
        meter.bytesRead.add(length);
        meter.readNanos.add(read - begun);
        meter.zeroTestNanos.add(tested - read);
        return zero ? zeros(claim) : content(claim, buffer.toHeap(length));
    }

    private boolean readKept(Claim.Reading claim, ByteBuffer target) {
        long offset = geometry.offsetOf(new BlockIndex(claim.first()));
        if (claim.before().rechecked()) {
            return source.readIfKept(offset, target);
        }
        source.read(offset, target);
        return true;
    }

    /** It was called unchanged, and cannot be rechecked because it was overwritten since. */
    private CopyItem asTold(Claim.Reading claim, int length) {
        ChunkId chunk = claim.before().chunk();
        if (chunk == null) {
            return new CopyItem.Holes(claim.first(), 1);
        }
        if (!writer.hold(chunk, length)) {
            throw new Failure.Unavailable(
                    "block " + claim.first() + " of " + source.name()
                            + " was overwritten since the instant, and its chunk is not in the store any more",
                    null);
        }
        return new CopyItem.Unchanged(
                claim.first(),
                List.of(chunk),
                Collections.singletonList(claim.before().tag()));
    }

    private CopyItem zeros(Claim.Reading claim) {
        if (claim.before().rechecked()) {
            requireTrue(claim, claim.before().chunk() == null, told());
        }
        return new CopyItem.Holes(claim.first(), 1);
    }

    private CopyItem content(Claim.Reading claim, ArraySlice content) {
        Claim.Before before = claim.before();
        byte[] tag = finding.tags() ? tagged(claim.first(), content) : null;
        if (before.rechecked()) {
            return rechecked(claim, prepared(claim.first(), content, tag), told());
        }
        ChunkId chunk = before.chunk();
        if (chunk == null || tag == null || before.tag() == null || !ConstantTime.equal(tag, before.tag())) {
            return prepared(claim.first(), content, tag);
        }
        if (finding.wantsTagChecked()) {
            return rechecked(claim, prepared(claim.first(), content, tag), ChangeFinding.KEYED);
        }
        return writer.hold(chunk, content.length())
                ? new CopyItem.Unchanged(claim.first(), List.of(chunk), Collections.singletonList(tag))
                : prepared(claim.first(), content, tag);
    }

    /** Who called a block unchanged, or knew its chunk. */
    private String told() {
        String tracker = finding.tracker();
        return tracker == null ? "copy" : tracker;
    }

    private byte[] tagged(long block, ArraySlice content) {
        long begun = nanoClock.getAsLong();
        byte[] tag = finding.tagOf(block, content);
        meter.bytesTagged.add(content.length());
        meter.tagNanos.add(nanoClock.getAsLong() - begun);
        return tag;
    }

    private CopyItem.Content prepared(long block, ArraySlice content, byte @Nullable [] tag) {
        PreparedChunk chunk = writer.prepare(ChunkKind.DATA, content);
        return new CopyItem.Content(block, content.length(), chunk, tag);
    }

    private CopyItem rechecked(Claim.Reading claim, CopyItem.Content item, String who) {
        ChunkId before = claim.before().chunk();
        boolean same = before != null && before.equals(item.chunk().id());
        if (!same) {
            item.chunk().close();
        }
        requireTrue(claim, same, who);
        return item;
    }

    private void requireTrue(Claim.Reading claim, boolean unchanged, String who) {
        if (!unchanged) {
            throw Contradiction.lie(who, claim.first());
        }
        finding.rechecked();
    }

    private void appendReady() {
        for (CopyItem item = window.take(); item != null; item = window.take()) {
            append(item);
            window.appended();
        }
    }

    private void append(CopyItem item) {
        switch (item) {
            case CopyItem.Holes holes -> appendHoles(holes);
            case CopyItem.Content content -> appendContent(content);
            case CopyItem.Unchanged unchanged -> appendUnchanged(unchanged);
            case CopyItem.Familiar known -> appendFamiliar(known);
        }
    }

    private void appendHoles(CopyItem.Holes holes) {
        map.putHoles(new BlockIndex(holes.first()), holes.count());
        long last = holes.first() + holes.count() - 1;
        long end = geometry.offsetOf(new BlockIndex(last)) + geometry.lengthOf(new BlockIndex(last));
        long changed = parent.contentIn(holes.first(), holes.count());
        meter.blocksZero.add(holes.count());
        meter.blocksChanged.add(changed);
        meter.bytesChanged.add(changed * VolumeGeometry.BLOCK_BYTES);
        meter.bytesDone.add(end - geometry.offsetOf(new BlockIndex(holes.first())));
    }

    private void appendContent(CopyItem.Content content) {
        try (PreparedChunk chunk = content.chunk()) {
            long stored = writer.append(chunk);
            map.put(new BlockIndex(content.first()), chunk.id());
            familiar.learn(content.first(), chunk.id());
            count(content, chunk, stored);
        }
        keepTag(content.first(), content.tag());
    }

    private void appendFamiliar(CopyItem.Familiar known) {
        BlockIndex index = new BlockIndex(known.first());
        int length = geometry.lengthOf(index);
        map.put(index, known.chunk());
        meter.bytesDone.add(length);
        meter.bytesContent.add(length);
        countChange(known.first(), known.chunk());
    }

    private void appendUnchanged(CopyItem.Unchanged unchanged) {
        long block = unchanged.first();
        for (int i = 0; i < unchanged.chunks().size(); i++) {
            BlockIndex index = new BlockIndex(block + i);
            map.put(index, unchanged.chunks().get(i));
            meter.bytesDone.add(geometry.lengthOf(index));
            meter.bytesContent.add(geometry.lengthOf(index));
            keepTag(block + i, unchanged.tags().get(i));
        }
    }

    private void keepTag(long block, byte @Nullable [] tag) {
        if (tag != null) {
            finding.put(block, tag);
        }
    }

    private void count(CopyItem.Content content, PreparedChunk chunk, long stored) {
        meter.bytesDone.add(content.length());
        meter.bytesContent.add(content.length());
        if (stored > 0) {
            meter.blocksNew.increment();
            meter.bytesNew.add(content.length());
            meter.bytesStored.add(stored);
        }
        countChange(content.first(), chunk.id());
    }

    private void countChange(long block, ChunkId chunk) {
        if (parent.differs(block, chunk)) {
            meter.blocksChanged.increment();
            meter.bytesChanged.add(geometry.lengthOf(new BlockIndex(block)));
        }
    }

    private void join(Thread worker) {
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
                window.stop();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(@Nullable Throwable failed) {
        switch (failed) {
            case null -> {}
            case Failure known -> throw known;
            case Contradiction lie -> throw lie;
            case Error error -> throw error;
            default -> throw new Failure.Internal("copying failed: " + failed, failed);
        }
    }
}

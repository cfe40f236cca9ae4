package io.ebsnap.tracking;

import io.ebsnap.device.BlockSource;
import io.ebsnap.device.PointInTime;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.linux.AlignedBuffers;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A tracker that keeps a copy of each volume in memory and compares; tests may make it lie, doubt or fail to keep. */
public final class FakeTracker implements ChangeTracker {

    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final Set<Long> lies = new HashSet<>();
    private long doubtFrom = Long.MAX_VALUE;
    private int lastAsked;

    /** A copy of a volume's blocks that are not zeros, and what it is the content of. */
    private record Kept(TrackedSnapshot snapshot, Map<Long, ByteBuffer> blocks) {}

    /** From now on it calls these blocks unchanged, whatever they hold. */
    public void lieAbout(long... blocks) {
        for (long block : blocks) {
            lies.add(block);
        }
    }

    /** From now on it does not know anything from that block on. */
    public void doubtFrom(long block) {
        doubtFrom = block;
    }

    /** How often it was asked. */
    public int asked() {
        return lastAsked;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public ChangeDetection.Way way() {
        return ChangeDetection.Way.EXACT;
    }

    @Override
    public Answer since(TrackedSnapshot parent, PointInTime instant) {
        lastAsked++;
        Kept before = kept.get(parent.volume());
        if (before == null) {
            return new Answer.Doubt("nothing is kept");
        }
        if (!same(before.snapshot(), parent)) {
            return new Answer.Doubt("what is kept is of another snapshot");
        }
        return new Answer.Known(new Cursor(before.blocks(), instant.source()));
    }

    private static boolean same(TrackedSnapshot one, TrackedSnapshot other) {
        return one.volume().equals(other.volume())
                && one.snapshot().equals(other.snapshot())
                && one.domain().equals(other.domain())
                && one.sizeBytes() == other.sizeBytes()
                && one.root().equals(other.root());
    }

    @Override
    public void completed(TrackedSnapshot snapshot, PointInTime instant) {
        Map<Long, ByteBuffer> blocks = new TreeMap<>();
        for (long block = 0; block < instant.source().geometry().blockCount(); block++) {
            ByteBuffer content = content(instant.source(), block);
            if (content != null) {
                blocks.put(block, content);
            }
        }
        kept.put(snapshot.volume(), new Kept(snapshot, blocks));
    }

    @Override
    public void forget(String volume) {
        kept.remove(volume);
    }

    @Override
    public void sweep(Predicate<String> exists) {
        kept.values().removeIf(each -> !exists.test(each.snapshot().snapshot()));
    }

    private static @Nullable ByteBuffer content(BlockSource source, long block) {
        BlockIndex index = new BlockIndex(block);
        int length = source.geometry().lengthOf(index);
        if (source.knownZeros(source.geometry().offsetOf(index), length)) {
            return null;
        }
        ByteBuffer content = AlignedBuffers.allocate(length);
        source.read(source.geometry().offsetOf(index), content.limit(length));
        content.flip();
        ByteBuffer heap = ByteBuffer.allocate(length).put(content).flip();
        return heap.equals(ByteBuffer.allocate(length)) ? null : heap;
    }

    private final class Cursor implements ChangeCursor {
        private final Map<Long, ByteBuffer> before;
        private final BlockSource source;
        private long next;
        private boolean doubted;

        Cursor(Map<Long, ByteBuffer> before, BlockSource source) {
            this.before = before;
            this.source = source;
        }

        @Override
        public long unchangedFrom(long block, long countMax) {
            if (block < next) {
                throw new IllegalArgumentException("asked for block " + block + " after block " + next);
            }
            next = block;
            long found = 0;
            while (found < countMax && isUnchanged(block + found)) {
                found++;
            }
            return found;
        }

        private boolean isUnchanged(long block) {
            if (block >= doubtFrom) {
                doubted = true;
                return false;
            }
            ByteBuffer old = before.get(block);
            ByteBuffer now = content(source, block);
            return lies.contains(block) || (old == null ? now == null : old.equals(now));
        }

        @Override
        public Optional<String> doubt() {
            return doubted ? Optional.of("it lost count") : Optional.empty();
        }

        @Override
        public void close() {
            next = Long.MAX_VALUE;
        }
    }
}

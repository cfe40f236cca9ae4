package io.ebsnap.chunk;

import io.ebsnap.identity.ChunkId;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A set of chunk ids that may say yes too often and never says no wrongly: a Bloom filter outside of the heap.
 *
 * <p>It starts small and grows with what is added, in stages four times as large as the one before, up to a bound; beyond it the answers
 * get worse and nothing else happens. What it wrongly keeps today another filter with another salt gives up tomorrow.
 *
 * <p>Each id sets {@value #BITS_PER_ID} bits within one 64-byte line, so that a test costs one miss of the cache a stage. Adding and
 * testing are safe on any thread; closing is not: the owner sees to it that nobody uses the filter then.
 */
public final class ReferenceFilter implements AutoCloseable {

    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();
    private static final int LINE_BYTES = 64;
    private static final int BITS_PER_ID = 7;
    private static final int MEMORY_BITS_PER_ID = 12;
    private static final long FIRST_BYTES = 16 * 1024;
    private static final int GROWTH = 4;

    private final Arena arena = Arena.ofShared();
    private final long salt;
    private final long bytesMax;
    private volatile Stage[] stages;

    /**
     * An empty filter.
     *
     * @param salt makes its mistakes differ from those of others
     * @param expected how many ids are likely; only a hint
     * @param bytesMax how much memory it may take in all
     */
    ReferenceFilter(long salt, long expected, long bytesMax) {
        this.salt = salt;
        this.bytesMax = Math.max(bytesMax, FIRST_BYTES);
        long wanted = Math.clamp(expected, 0L, Long.MAX_VALUE / MEMORY_BITS_PER_ID) * MEMORY_BITS_PER_ID / Byte.SIZE;
        this.stages = new Stage[] {stage(Math.clamp(wanted, FIRST_BYTES, this.bytesMax))};
    }

    /** Adds an id. */
    public void add(ChunkId id) {
        long first = mix(id.word(0) ^ salt);
        long second = mix(id.word(1) + salt);
        Stage[] now = stages;
        Stage last = now[now.length - 1];
        if (last.add(first, second) && last.isFull()) {
            grow(last);
        }
    }

    /** Whether an id may have been added: true if it was. */
    public boolean mayContain(ChunkId id) {
        long first = mix(id.word(0) ^ salt);
        long second = mix(id.word(1) + salt);
        for (Stage stage : stages) {
            if (stage.contains(first, second)) {
                return true;
            }
        }
        return false;
    }

    /** Memory that it takes. */
    long bytes() {
        long bytes = 0;
        for (Stage stage : stages) {
            bytes += stage.lines * LINE_BYTES;
        }
        return bytes;
    }

    @Override
    public void close() {
        arena.close();
    }

    private synchronized void grow(Stage full) {
        Stage[] now = stages;
        long room = bytesMax - bytes();
        if (now[now.length - 1] != full || room < LINE_BYTES) {
            return;
        }
        Stage[] more = Arrays.copyOf(now, now.length + 1);
        more[now.length] = stage(Math.min(room, Math.multiplyExact(full.lines, (long) LINE_BYTES * GROWTH)));
        stages = more;
    }

    private Stage stage(long bytes) {
        long lines = bytes / LINE_BYTES;
        return new Stage(arena.allocate(lines * LINE_BYTES, LINE_BYTES), lines);
    }

    /** The finaliser of SplitMix64: ids are uniform already, the salt must reach every bit. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** A filter of fixed size. */
    private static final class Stage {
        private final MemorySegment memory;
        private final long lines;
        private final long capacity;
        private final AtomicLong added = new AtomicLong();

        Stage(MemorySegment memory, long lines) {
            this.memory = memory;
            this.lines = lines;
            this.capacity = lines * LINE_BYTES * Byte.SIZE / MEMORY_BITS_PER_ID;
        }

        /** Adds; says whether that changed anything. */
        boolean add(long first, long second) {
            long line = Math.unsignedMultiplyHigh(first, lines) * LINE_BYTES;
            boolean changed = false;
            for (int i = 0; i < BITS_PER_ID; i++) {
                int bit = bit(second, i);
                long mask = 1L << bit;
                long word = line + (bit >>> 6) * (long) Long.BYTES;
                long before = (long) WORD.getVolatile(memory, word);
                if ((before & mask) == 0) {
                    before = (long) WORD.getAndBitwiseOr(memory, word, mask);
                    changed |= (before & mask) == 0;
                }
            }
            if (changed) {
                added.incrementAndGet();
            }
            return changed;
        }

        boolean contains(long first, long second) {
            long line = Math.unsignedMultiplyHigh(first, lines) * LINE_BYTES;
            for (int i = 0; i < BITS_PER_ID; i++) {
                int bit = bit(second, i);
                long word = (long) WORD.getVolatile(memory, line + (bit >>> 6) * (long) Long.BYTES);
                if ((word & (1L << bit)) == 0) {
                    return false;
                }
            }
            return true;
        }

        boolean isFull() {
            return added.get() >= capacity;
        }

        /** Nine bits of {@code hash} name a bit of the line; 7 x 9 = 63. */
        private static int bit(long hash, int index) {
            return (int) (hash >>> (index * 9)) & 511;
        }
    }
}

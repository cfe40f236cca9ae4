package io.ebsnap.snapshot;

import io.ebsnap.identity.ChunkId;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.ToIntFunction;

/**
 * Who refers to which pages and chunks, outside of the heap: {@value #ENTRY_BYTES} bytes an id, at most three quarters full. It grows up to a
 * bound; beyond that a random half, quarter, eighth ... of the ids is kept and the sums are scaled up. Ids are keyed hashes, so any rule on their
 * bits is a fair draw, and eight of their bytes tell them apart: of a million ids two are taken for one with a probability below one in ten million.
 *
 * <p>It is fed with maps one after the other, each by what begins and what ends with it ({@code ReferenceVisitor}). Every map has an
 * owner: a number that only grows. An id is <em>unique</em> if all maps that refer to it are of one owner. Used and closed by one thread.
 */
final class ReferenceTable implements AutoCloseable {

    /** How many places there are at most: 48 MiB. */
    static final int SLOTS_MAX = 1 << 21;

    private static final int SLOTS_FIRST = 1 << 10;
    private static final long ENTRY_BYTES = 24;

    // An entry: u64 a part of the id, i32 owner, i32 how many places of the latest map refer to it, i32 length as
    // stored, i32 of the plaintext.
    private static final long OWNER = 8;
    private static final long COUNT = 12;
    private static final long STORED = 16;
    private static final long PLAIN = 20;

    private static final int FREE = 0;
    private static final int SHARED = 1;
    private static final int OWNER_FIRST = 2;

    private final ToIntFunction<ChunkId> storedLength;
    private final int ownersTracked;
    private final int slotsMax;
    private Arena arena = Arena.ofConfined();
    private MemorySegment memory = arena.allocate(SLOTS_FIRST * ENTRY_BYTES, Long.BYTES);
    private int slots = SLOTS_FIRST;
    private int used;
    private int level;

    // What the latest map refers to.
    private long plainNow;
    private long storedNow;
    private long countNow;

    /**
     * An empty table.
     *
     * @param storedLength what a chunk takes in the store; asked once for each id that is kept
     * @param ownersTracked ids that only higher owners refer to are left out
     * @param slotsMax a power of two, at least 1024
     */
    ReferenceTable(ToIntFunction<ChunkId> storedLength, int ownersTracked, int slotsMax) {
        this.storedLength = storedLength;
        this.ownersTracked = ownersTracked;
        this.slotsMax = slotsMax;
    }

    /** A place of a map of {@code owner} begins to refer to an id. */
    void begin(ChunkId id, int owner, int plainBytes) {
        if (!isDrawn(id)) {
            return;
        }
        long at = find(id.word(0));
        if (owner(at) == FREE) {
            if (owner >= ownersTracked || !makeRoom(id)) {
                return;
            }
            at = find(id.word(0));
            insert(at, id, owner, plainBytes);
        } else if (owner(at) != owner + OWNER_FIRST) {
            set(at + OWNER, SHARED);
        }
        int count = get(at + COUNT);
        set(at + COUNT, count + 1);
        if (count == 0) {
            countIn(at, 1);
        }
    }

    /** A place refers to an id no more, that a map of {@code owner} was the last to refer to from there. */
    void end(ChunkId id, int owner) {
        long at = isDrawn(id) ? find(id.word(0)) : -1;
        if (at < 0 || owner(at) == FREE) {
            return;
        }
        if (owner(at) != owner + OWNER_FIRST) {
            set(at + OWNER, SHARED);
        }
        int count = get(at + COUNT) - 1;
        set(at + COUNT, count);
        if (count == 0) {
            countIn(at, -1);
        }
    }

    /** What the latest map refers to. */
    Sums latest() {
        return scaled(plainNow, storedNow);
    }

    /** The standard error of {@link #latest}, and of any part of it as a share of the whole; 0 if nothing was left out. */
    double relativeError() {
        return level == 0 ? 0 : 1 / Math.sqrt((double) Math.max(1, countNow));
    }

    /** The standard error of {@link #all}. */
    double relativeErrorOfAll() {
        return level == 0 ? 0 : 1 / Math.sqrt(Math.max(1, used));
    }

    /** What there is at all. */
    Sums all() {
        long plain = 0;
        long stored = 0;
        for (long at = 0; at < slots * ENTRY_BYTES; at += ENTRY_BYTES) {
            plain += get(at + PLAIN);
            stored += get(at + STORED);
        }
        return scaled(plain, stored);
    }

    /** What only the maps of each of the first owners refer to; to be asked when every map has ended. */
    Sums[] unique(int owners) {
        long[] plain = new long[owners];
        long[] stored = new long[owners];
        for (long at = 0; at < slots * ENTRY_BYTES; at += ENTRY_BYTES) {
            int owner = owner(at) - OWNER_FIRST;
            if (owner >= 0 && owner < owners) {
                plain[owner] += get(at + PLAIN);
                stored[owner] += get(at + STORED);
            }
        }
        Sums[] sums = new Sums[owners];
        for (int owner = 0; owner < owners; owner++) {
            sums[owner] = scaled(plain[owner], stored[owner]);
        }
        return sums;
    }

    /** Whether nothing was left out. */
    boolean isExact() {
        return level == 0;
    }

    @Override
    public void close() {
        arena.close();
    }

    /** Grows, or draws fewer ids; says whether this one is still among them. */
    private boolean makeRoom(ChunkId id) {
        while (used >= slots / 4 * 3) {
            if (slots == slotsMax) {
                level++;
            }
            rebuild(Math.min(slotsMax, slots * 2));
        }
        return isDrawn(id);
    }

    /** Moves what is still drawn into other memory. */
    private void rebuild(int wanted) {
        Arena old = arena;
        MemorySegment before = memory;
        long beforeBytes = slots * ENTRY_BYTES;
        Arena fresh = Arena.ofConfined();
        memory = fresh.allocate(wanted * ENTRY_BYTES, Long.BYTES);
        arena = fresh;
        slots = wanted;
        used = 0;
        plainNow = 0;
        storedNow = 0;
        countNow = 0;
        for (long from = 0; from < beforeBytes; from += ENTRY_BYTES) {
            if (before.get(ValueLayout.JAVA_INT, from + OWNER) != FREE) {
                move(before, from);
            }
        }
        old.close();
    }

    private void move(MemorySegment before, long from) {
        long part = before.get(ValueLayout.JAVA_LONG, from);
        if (!isDrawn(part)) {
            return;
        }
        long at = find(part);
        MemorySegment.copy(before, from, memory, at, ENTRY_BYTES);
        used++;
        if (get(at + COUNT) > 0) {
            countIn(at, 1);
        }
    }

    private void insert(long at, ChunkId id, int owner, int plainBytes) {
        memory.set(ValueLayout.JAVA_LONG, at, id.word(0));
        set(at + OWNER, owner + OWNER_FIRST);
        set(at + STORED, storedLength.applyAsInt(id));
        set(at + PLAIN, plainBytes);
        used++;
    }

    private void countIn(long at, int sign) {
        plainNow += (long) sign * get(at + PLAIN);
        storedNow += (long) sign * get(at + STORED);
        countNow += sign;
    }

    private Sums scaled(long plain, long stored) {
        return new Sums(plain << level, stored << level);
    }

    /** Where an id is, or the free place where it would be. */
    private long find(long part) {
        int slot = (int) part & (slots - 1);
        while (true) {
            long at = slot * ENTRY_BYTES;
            if (owner(at) == FREE || memory.get(ValueLayout.JAVA_LONG, at) == part) {
                return at;
            }
            slot = (slot + 1) & (slots - 1);
        }
    }

    private boolean isDrawn(ChunkId id) {
        return isDrawn(id.word(0));
    }

    /** By the high bits, as places are chosen by the low ones. */
    private boolean isDrawn(long part) {
        return level == 0 || part >>> (Long.SIZE - level) == 0;
    }

    private int owner(long at) {
        return get(at + OWNER);
    }

    private int get(long at) {
        return memory.get(ValueLayout.JAVA_INT, at);
    }

    private void set(long at, int value) {
        memory.set(ValueLayout.JAVA_INT, at, value);
    }

    /** Bytes before compression and sealing, and in the store. */
    record Sums(long plainBytes, long storedBytes) {}
}

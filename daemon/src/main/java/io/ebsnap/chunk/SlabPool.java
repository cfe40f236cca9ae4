package io.ebsnap.chunk;

import io.ebsnap.geometry.ArraySlice;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Buffers of one size that are used again and again. They are cut from arrays of several, because an array of half a
 * mebibyte is one that the garbage collector rounds up to a region of its own. Never waits and never shrinks: who
 * takes buffers bounds how many are out. Safe for use by several threads.
 */
final class SlabPool {

    private static final int BUFFERS_PER_SLAB = 4;

    private final int bufferBytes;
    private final ConcurrentLinkedDeque<ArraySlice> free = new ConcurrentLinkedDeque<>();

    SlabPool(int bufferBytes) {
        this.bufferBytes = bufferBytes;
    }

    /** A buffer; its content is what the last user left. The one given back last comes first: it is still in the processor's cache. */
    ArraySlice take() {
        ArraySlice buffer = free.pollFirst();
        return buffer != null ? buffer : cutSlab();
    }

    /** Gives a buffer back that {@link #take} gave. */
    void giveBack(ArraySlice buffer) {
        free.addFirst(buffer);
    }

    /** How many lie idle. */
    int idle() {
        return free.size();
    }

    private ArraySlice cutSlab() {
        byte[] slab = new byte[Math.multiplyExact(bufferBytes, BUFFERS_PER_SLAB)];
        for (int i = 1; i < BUFFERS_PER_SLAB; i++) {
            free.addLast(new ArraySlice(slab, i * bufferBytes, bufferBytes));
        }
        return new ArraySlice(slab, 0, bufferBytes);
    }
}

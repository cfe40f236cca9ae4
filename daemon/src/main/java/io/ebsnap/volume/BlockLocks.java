package io.ebsnap.volume;

import io.ebsnap.geometry.BlockIndex;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Orders the changes of a volume: whoever changes blocks holds their locks. Blocks share a bounded number of locks, which are always taken in
 * one order. Safe for use by several threads.
 */
final class BlockLocks {

    private static final int LOCKS = 256;

    private final Lock[] locks = new Lock[LOCKS];

    BlockLocks() {
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** Takes the locks of the blocks {@code first} to {@code last}. */
    Held take(BlockIndex first, BlockIndex last) {
        long count = last.value() - first.value() + 1;
        if (count == 1) {
            return taken(slot(first.value()), 1, 0);
        }
        if (count >= LOCKS) {
            return taken(0, LOCKS, 0);
        }
        int from = slot(first.value());
        int straight = Math.min((int) count, LOCKS - from);
        return taken(from, straight, (int) count - straight);
    }

    /** Takes the locks of all blocks. */
    Held takeAll() {
        return taken(0, LOCKS, 0);
    }

    /** Takes {@code wrapped} locks from the beginning, then {@code count} from {@code from} on: in ascending order. */
    private Held taken(int from, int count, int wrapped) {
        for (int i = 0; i < wrapped; i++) {
            locks[i].lock();
        }
        for (int i = from; i < from + count; i++) {
            locks[i].lock();
        }
        return new Held(this, from, count, wrapped);
    }

    private void release(Held held) {
        for (int i = held.from; i < held.from + held.count; i++) {
            locks[i].unlock();
        }
        for (int i = 0; i < held.wrapped; i++) {
            locks[i].unlock();
        }
    }

    private static int slot(long block) {
        return (int) (block % LOCKS);
    }

    /**
     * Locks that a thread holds until it closes this.
     *
     * @param from the first of {@code count} locks
     * @param wrapped how many from the beginning are held besides
     */
    record Held(BlockLocks locks, int from, int count, int wrapped) implements AutoCloseable {
        @Override
        public void close() {
            locks.release(this);
        }
    }
}

package io.ebsnap.chunk;

import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkKind;
import java.util.concurrent.Semaphore;

/**
 * The buffers of one writer's sealed records. Data chunks share a bounded number of pooled ones; pages are small and get one of their
 * own size, so that a page never waits for data.
 */
final class RecordBuffers {

    private final SlabPool pool;
    private final int dataMax;
    private final Semaphore data;

    RecordBuffers(SlabPool pool, int dataMax) {
        this.pool = pool;
        this.dataMax = dataMax;
        this.data = new Semaphore(dataMax);
    }

    int dataMax() {
        return dataMax;
    }

    /** A buffer of at least that length; data chunks wait for one. */
    Lease lease(ChunkKind kind, int length) {
        return switch (kind) {
            case PAGE -> new Lease(ArraySlice.of(new byte[length]), () -> {});
            case DATA -> pooled();
        };
    }

    /** Lets those go on who wait: the writer is of no use any more. */
    void wakeAll() {
        data.release(Short.MAX_VALUE);
    }

    private Lease pooled() {
        data.acquireUninterruptibly();
        ArraySlice buffer = pool.take();
        return new Lease(buffer, () -> {
            pool.giveBack(buffer);
            data.release();
        });
    }

    /**
     * A buffer that is in use. Closed exactly once.
     *
     * @param buffer the bytes
     * @param end gives it back
     */
    record Lease(ArraySlice buffer, Runnable end) implements AutoCloseable {

        @Override
        public void close() {
            end.run();
        }
    }
}

package io.ebsnap.volume;

import io.ebsnap.device.BlockBuffer;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.VolumeGeometry;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/** A bounded number of buffers for blocks that are fetched, for all volumes: about 1 MiB each. Who wants one waits. Safe for use by several threads. */
public final class BlockBuffers {

    private final Semaphore places;
    private final ConcurrentLinkedDeque<BlockBuffer> free = new ConcurrentLinkedDeque<>();

    /** So many buffers, made when they are first needed. */
    public BlockBuffers(int count) {
        this.places = new Semaphore(count, true);
    }

    /** A buffer, until it is closed. */
    Lease take() {
        places.acquireUninterruptibly();
        BlockBuffer buffer = free.pollFirst();
        return new Lease(this, buffer == null ? new BlockBuffer() : buffer);
    }

    private void giveBack(BlockBuffer buffer) {
        free.addFirst(buffer);
        places.release();
    }

    /** A buffer that somebody has. */
    record Lease(BlockBuffers pool, BlockBuffer buffer) implements AutoCloseable {

        byte[] array() {
            return buffer.array();
        }

        /** The whole of it. */
        ArraySlice slice() {
            return ArraySlice.of(buffer.array());
        }

        void clear() {
            Arrays.fill(buffer.array(), (byte) 0);
        }

        /** A part of the array, copied off the heap, ready to be written. */
        ByteBuffer direct(int from, int length) {
            return buffer.direct(VolumeGeometry.BLOCK_BYTES)
                    .put(0, buffer.array(), from, length)
                    .limit(length);
        }

        @Override
        public void close() {
            pool.giveBack(buffer);
        }
    }
}

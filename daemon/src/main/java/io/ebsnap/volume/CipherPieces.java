package io.ebsnap.volume;

import io.ebsnap.linux.AlignedBuffers;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Buffers in which what lies encrypted is read, written and decrypted: kept for the next use, up to a number; beyond that each use makes one. Safe for
 * use by several threads.
 */
final class CipherPieces {

    /** Of one piece: a divisor of a block. */
    static final int BYTES = 128 << 10;

    private static final int KEPT = 16;

    private final ArrayBlockingQueue<Piece> kept = new ArrayBlockingQueue<>(KEPT);

    /** A piece, for one thread until it is closed. */
    Piece take() {
        Piece known = kept.poll();
        return known == null ? new Piece() : known;
    }

    /** A buffer for what lies below, and an array for what a cipher works on. */
    final class Piece implements AutoCloseable {
        private final ByteBuffer direct = AlignedBuffers.allocate(BYTES);
        private final byte[] array = new byte[BYTES];

        /** The buffer from its beginning on, of that length. */
        ByteBuffer direct(int length) {
            return direct.clear().limit(length);
        }

        byte[] array() {
            return array;
        }

        @Override
        public void close() {
            boolean unused = kept.offer(this);
        }
    }
}

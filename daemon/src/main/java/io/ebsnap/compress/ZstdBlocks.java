package io.ebsnap.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Zstandard by its native library, for what is read rarely: a third smaller than LZ4, and slower. A block is compressed from and into memory
 * outside of the heap, because high levels take so long that the heap must not be pinned meanwhile.
 *
 * <p>What compressing takes (a few mebibytes at the levels up to 12, some 20 at 19) is kept for at most {@value #IDLE_MAX} blocks at a time.
 */
public final class ZstdBlocks implements BlockCompressor, BlockDecompressor {

    /** The lowest and the highest level: of Zstandard's own, those that make sense here. */
    public static final int LEVEL_MIN = 1;

    /** The highest one. */
    public static final int LEVEL_MAX = 19;

    private static final int IDLE_MAX = 8;

    private final int level;
    private final Lz4Blocks others;
    private final BlockingQueue<Hand> idle = new ArrayBlockingQueue<>(IDLE_MAX);

    private ZstdBlocks(int level, Lz4Blocks others) {
        this.level = level;
        this.others = others;
    }

    /**
     * Loads the library.
     *
     * @param level {@link #LEVEL_MIN} .. {@link #LEVEL_MAX}
     * @param natives where it is unpacked unless {@code java.library.path} has it
     * @param others decompresses what other codecs have compressed
     * @throws Failure.Unavailable if it cannot be loaded
     */
    public static ZstdBlocks load(int level, Path natives, Lz4Blocks others) {
        if (level < LEVEL_MIN || level > LEVEL_MAX) {
            throw new IllegalArgumentException("level " + level);
        }
        ZstdLibrary.load(natives);
        return new ZstdBlocks(level, others);
    }

    @Override
    public Codec codec() {
        return Codec.ZSTD;
    }

    @Override
    public OptionalInt compress(ArraySlice plaintext, ArraySlice target) {
        int length = plaintext.length();
        int worthIt = length - Math.ceilDiv(length, SAVING_DIVISOR);
        if (worthIt < 1) {
            return OptionalInt.empty();
        }
        if (target.length() < worthIt) {
            throw new IllegalArgumentException("target of " + target.length() + " bytes for up to " + worthIt);
        }
        Hand hand = handFor(length);
        try {
            return hand.compress(plaintext, target, worthIt);
        } finally {
            if (!idle.offer(hand)) {
                hand.close();
            }
        }
    }

    @Override
    public void decompress(Codec codec, ArraySlice compressed, ArraySlice target) {
        if (codec != Codec.ZSTD) {
            others.decompress(codec, compressed, target);
            return;
        }
        int length = expand(compressed, target);
        if (length != target.length()) {
            throw new Failure.Corrupt("block of " + compressed.length() + " bytes compressed by " + codec
                    + ": decompresses to " + length + " bytes instead of " + target.length());
        }
    }

    private Hand handFor(int length) {
        Hand hand = idle.poll();
        if (hand != null && hand.room() >= length) {
            return hand;
        }
        if (hand != null) {
            hand.close();
        }
        return new Hand(level, length);
    }

    private static int expand(ArraySlice compressed, ArraySlice target) {
        try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
            return context.decompressByteArray(
                    target.array(),
                    target.offset(),
                    target.length(),
                    compressed.array(),
                    compressed.offset(),
                    compressed.length());
        } catch (ZstdException e) {
            throw new Failure.Corrupt(
                    "block of " + compressed.length() + " bytes compressed by ZSTD: malformed, for " + target.length()
                            + " bytes: " + e.getMessage(),
                    e);
        }
    }

    /** What one block at a time is compressed with. */
    private static final class Hand implements AutoCloseable {
        private final ZstdCompressCtx context = new ZstdCompressCtx();
        private final ByteBuffer plain;
        private final ByteBuffer packed;

        Hand(int level, int room) {
            this.plain = ByteBuffer.allocateDirect(room);
            this.packed = ByteBuffer.allocateDirect(room);
            context.setLevel(level).setContentSize(false).setChecksum(false).setDictID(false);
        }

        int room() {
            return plain.capacity();
        }

        OptionalInt compress(ArraySlice plaintext, ArraySlice target, int worthIt) {
            plain.put(0, plaintext.array(), plaintext.offset(), plaintext.length());
            try {
                int length = context.compressDirectByteBuffer(packed, 0, worthIt, plain, 0, plaintext.length());
                packed.get(0, target.array(), target.offset(), length);
                return OptionalInt.of(length);
            } catch (ZstdException e) {
                if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
                    return OptionalInt.empty();
                }
                throw new Failure.Internal("Zstandard does not compress " + plaintext.length() + " bytes", e);
            }
        }

        @Override
        public void close() {
            context.close();
        }
    }
}

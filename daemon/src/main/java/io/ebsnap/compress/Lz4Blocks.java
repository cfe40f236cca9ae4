package io.ebsnap.compress;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import java.util.OptionalInt;
import java.util.function.Supplier;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LZ4 by the native library where it loads, else by the same library's Java code, at a third of the speed. Both write valid LZ4 but
 * not the same bytes, so compressed bytes are never compared.
 */
public final class Lz4Blocks implements BlockCompressor, BlockDecompressor {

    private static final Logger LOG = LoggerFactory.getLogger(Lz4Blocks.class);

    private final String name;
    private final LZ4Compressor compressor;
    private final LZ4SafeDecompressor decompressor;

    private Lz4Blocks(LZ4Factory factory) {
        this.name = factory.toString();
        this.compressor = factory.fastCompressor();
        this.decompressor = factory.safeDecompressor();
    }

    /** The fastest one that this machine can load; says in the log which one it is. */
    public static Lz4Blocks load() {
        return loadFrom(LZ4Factory::nativeInstance);
    }

    static Lz4Blocks loadFrom(Supplier<LZ4Factory> preferred) {
        try {
            Lz4Blocks blocks = new Lz4Blocks(preferred.get());
            LOG.info("compression={}", blocks.name);
            return blocks;
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("LZ4 runs without its native library, at a third of its speed: {}", e.toString());
            return pureJava();
        }
    }

    static Lz4Blocks pureJava() {
        return new Lz4Blocks(LZ4Factory.safeInstance());
    }

    @Override
    public Codec codec() {
        return Codec.LZ4;
    }

    /** Stops as soon as the saving cannot be reached any more: incompressible data costs next to nothing. */
    @Override
    public OptionalInt compress(ArraySlice plaintext, ArraySlice target) {
        int length = plaintext.length();
        int worthIt = length - Math.ceilDiv(length, SAVING_DIVISOR);
        if (worthIt < 1) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(compressor.compress(
                    plaintext.array(),
                    plaintext.offset(),
                    length,
                    target.array(),
                    target.offset(),
                    roomIn(target, worthIt)));
        } catch (LZ4Exception tooLong) {
            return OptionalInt.empty();
        }
    }

    @Override
    public void decompress(Codec codec, ArraySlice compressed, ArraySlice target) {
        int length = switch (codec) {
            case RAW -> copy(compressed, target);
            case LZ4 -> expand(compressed, target);
            case ZSTD -> throw new Failure.Corrupt("a block compressed by " + codec + " stands where none should");
        };
        if (length != target.length()) {
            throw new Failure.Corrupt("block of " + compressed.length() + " bytes compressed by " + codec
                    + ": decompresses to " + length + " bytes instead of " + target.length());
        }
    }

    /** Which implementation it is. */
    @Override
    public String toString() {
        return name;
    }

    private int expand(ArraySlice compressed, ArraySlice target) {
        try {
            return decompressor.decompress(
                    compressed.array(),
                    compressed.offset(),
                    compressed.length(),
                    target.array(),
                    target.offset(),
                    target.length());
        } catch (LZ4Exception | IndexOutOfBoundsException e) {
            throw new Failure.Corrupt(
                    "block of " + compressed.length() + " bytes compressed by LZ4: malformed, for " + target.length()
                            + " bytes",
                    e);
        }
    }

    private static int copy(ArraySlice stored, ArraySlice target) {
        int length = Math.min(stored.length(), target.length());
        System.arraycopy(stored.array(), stored.offset(), target.array(), target.offset(), length);
        return stored.length();
    }

    private static int roomIn(ArraySlice target, int needed) {
        if (target.length() < needed) {
            throw new IllegalArgumentException("target of " + target.length() + " bytes for up to " + needed);
        }
        return needed;
    }
}

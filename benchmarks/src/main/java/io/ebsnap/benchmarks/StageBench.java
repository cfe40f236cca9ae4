package io.ebsnap.benchmarks;

import io.ebsnap.compress.Codec;
import io.ebsnap.compress.Lz4Blocks;
import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Each stage of storing and reading one block, alone: blocks of 512 KiB a second on one thread; half the figure is MiB a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class StageBench {

    /** What the block holds. */
    @Param
    public Content content = Content.PROGRAM;

    private final AeadCipher cipher = AeadCiphers.fastest();
    private final Lz4Blocks lz4 = Lz4Blocks.load();
    private final DomainKeys keys =
            DomainKeys.derive(DomainId.of(new byte[DomainId.BYTES]), new byte[AeadCipher.KEY_BYTES]);
    private final byte[] nonce = new byte[AeadCipher.NONCE_BYTES];
    private final byte[] sealedNonce = new byte[AeadCipher.NONCE_BYTES];
    private final ArraySlice associated = ArraySlice.of(new byte[60]);

    private ArraySlice plaintext = ArraySlice.of(new byte[0]);
    private ArraySlice compressed = plaintext;
    private ArraySlice target = plaintext;
    private ArraySlice sealed = plaintext;
    private byte[] key = new byte[0];
    private long messages;

    /** A block, and what the stages make of it. */
    @Setup
    public void fill() {
        plaintext = ArraySlice.of(content.block());
        target = ArraySlice.of(new byte[plaintext.length() + AeadCipher.TAG_BYTES]);
        OptionalInt length = lz4.compress(plaintext, target);
        compressed = ArraySlice.of(Arrays.copyOf(target.array(), length.orElse(0)));
        key = keys.chunkKey(keys.idOf(ChunkKind.DATA, plaintext));
        byte[] room = new byte[plaintext.length() + AeadCipher.TAG_BYTES];
        cipher.seal(key, sealedNonce, associated, plaintext, ArraySlice.of(room));
        sealed = ArraySlice.of(room);
    }

    /** Forgets the keys. */
    @TearDown
    public void close() {
        keys.close();
    }

    /** The keyed id. */
    @Benchmark
    public ChunkId id() {
        return keys.idOf(ChunkKind.DATA, plaintext);
    }

    /** The key of a chunk. */
    @Benchmark
    public byte[] chunkKey() {
        return keys.chunkKey(ChunkId.of(new byte[ChunkId.BYTES]));
    }

    /** LZ4, given up when it gains nothing. */
    @Benchmark
    public OptionalInt compress() {
        return lz4.compress(plaintext, target);
    }

    /** LZ4 back; nothing where compression gained nothing. */
    @Benchmark
    public ArraySlice decompress() {
        if (compressed.length() > 0) {
            lz4.decompress(Codec.LZ4, compressed, new ArraySlice(target.array(), 0, plaintext.length()));
        }
        return target;
    }

    /** AES-256-GCM of the whole block. */
    @Benchmark
    public int seal() {
        messages++;
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[i] = (byte) (messages >>> (8 * i));
        }
        return cipher.seal(key, nonce, associated, plaintext, target);
    }

    /** AES-256-GCM back, with its tag checked. */
    @Benchmark
    public int open() {
        return cipher.open(key, sealedNonce, associated, sealed, target);
    }
}

package io.ebsnap.benchmarks;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapEditor;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.chunk.ChunkLimits;
import io.ebsnap.chunk.ChunkStore;
import io.ebsnap.chunk.ChunkStoreParts;
import io.ebsnap.chunk.ChunkWriter;
import io.ebsnap.chunk.DamageListener;
import io.ebsnap.chunk.PreparedChunk;
import io.ebsnap.compress.Lz4Blocks;
import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.device.BlockBuffer;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The whole way of a new block into a pack, with neither device nor disk, and what goes with it: blocks a second on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class WritePathBench {

    private static final DomainId DOMAIN = DomainId.of(new byte[DomainId.BYTES]);
    private static final int MAPPED_BLOCKS = 65_536;

    /** What the blocks hold. */
    @Param("PROGRAM")
    public Content content = Content.PROGRAM;

    private final DomainKeys keys = DomainKeys.derive(DOMAIN, new byte[AeadCipher.KEY_BYTES]);
    private final ChunkStore chunks = new ChunkStore(parts());
    private final ChunkWriter writer = chunks.openWriter(DOMAIN, MAPPED_BLOCKS);
    private final BlockBuffer zeros = new BlockBuffer();
    private final ChunkId[] ids = ids();

    private byte[] block = new byte[0];
    private long count;

    /** A block. */
    @Setup
    public void fill() {
        block = content.block();
    }

    /** Forgets the keys. */
    @TearDown
    public void close() {
        writer.close();
        keys.close();
    }

    /** Id, look-up, compression, sealing, and into the pack. */
    @Benchmark
    public int prepareAndAppend() {
        count++;
        for (int i = 0; i < Long.BYTES; i++) {
            block[i] = (byte) (count >>> (8 * i));
        }
        try (PreparedChunk chunk = writer.prepare(ChunkKind.DATA, ArraySlice.of(block))) {
            return writer.append(chunk);
        }
    }

    /** The test for a block of zeros, on one. */
    @Benchmark
    public boolean zeroTest() {
        return zeros.isZero(VolumeGeometry.BLOCK_BYTES);
    }

    /** The page tree of a new volume without holes. */
    @Benchmark
    @OperationsPerInvocation(MAPPED_BLOCKS)
    public BlockMap buildPages() {
        VolumeGeometry geometry = new VolumeGeometry((long) MAPPED_BLOCKS * VolumeGeometry.BLOCK_BYTES);
        BlockMapEditor editor =
                new BlockMapEditor(writer, new PageLoader(chunks.reader()), BlockMap.empty(geometry, DOMAIN), geometry);
        for (int i = 0; i < MAPPED_BLOCKS; i++) {
            editor.put(new BlockIndex(i), ids[i]);
        }
        return editor.finish();
    }

    private ChunkStoreParts parts() {
        Lz4Blocks lz4 = Lz4Blocks.load();
        return new ChunkStoreParts(
                new BottomlessStore(),
                new ForgetfulIndex(),
                domain -> keys,
                AeadCiphers.fastest(),
                lz4,
                lz4,
                new SecureRandom(),
                Runnable::run,
                () -> 0,
                CrashPoints.NONE,
                DamageListener.NONE,
                ChunkLimits.DEFAULT);
    }

    private static ChunkId[] ids() {
        ChunkId[] ids = new ChunkId[MAPPED_BLOCKS];
        byte[] bytes = new byte[ChunkId.BYTES];
        Random random = new Random(3);
        for (int i = 0; i < ids.length; i++) {
            random.nextBytes(bytes);
            ids[i] = ChunkId.of(bytes);
        }
        return ids;
    }
}

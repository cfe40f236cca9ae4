package io.ebsnap.volume;

import io.ebsnap.chunk.ChunkLocation;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.BlockIndex;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;

/** A content behind a volume, whose reads can be counted, held up and made to fail. */
final class FakeSource implements SourceBlocks {

    private static final int BLOCK = Units.BLOCK;
    private static final byte[] ZEROS = new byte[BLOCK];

    private final byte[] content;
    private final Map<Long, Integer> reads = new ConcurrentHashMap<>();
    private final Map<Long, CountDownLatch> gates = new ConcurrentHashMap<>();
    private final Set<Long> damaged = ConcurrentHashMap.newKeySet();

    FakeSource(byte[] content) {
        this.content = content;
    }

    /** A part of the content. */
    byte[] bytes(int offset, int length) {
        return Arrays.copyOfRange(content, offset, offset + length);
    }

    /** How often a block was read. */
    int reads(long block) {
        return reads.getOrDefault(block, 0);
    }

    /** Holds reads of a block up until the answer is counted down. */
    CountDownLatch holdUp(long block) {
        CountDownLatch gate = new CountDownLatch(1);
        gates.put(block, gate);
        return gate;
    }

    void damage(long block) {
        damaged.add(block);
    }

    @Override
    public boolean isHole(BlockIndex block) {
        int from = (int) Math.min(content.length, block.value() * BLOCK);
        int to = (int) Math.min(content.length, (block.value() + 1) * BLOCK);
        return Arrays.equals(content, from, to, ZEROS, 0, to - from);
    }

    @Override
    public void read(BlockIndex block, ArraySlice target) {
        reads.merge(block.value(), 1, Integer::sum);
        await(block);
        if (damaged.contains(block.value())) {
            throw new Failure.Corrupt("block " + block.value() + " is damaged");
        }
        int from = Math.toIntExact(block.value() * BLOCK);
        int length = Math.min(BLOCK, content.length - from);
        System.arraycopy(content, from, target.array(), target.offset(), length);
        Arrays.fill(target.array(), target.offset() + length, target.offset() + target.length(), (byte) 0);
    }

    private void await(BlockIndex block) {
        CountDownLatch gate = gates.get(block.value());
        if (gate != null) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure.Unavailable("interrupted", e);
            }
        }
    }

    @Override
    public Optional<ChunkLocation> placeOf(BlockIndex block) {
        return Optional.empty();
    }

    @Override
    public PrimitiveIterator.OfLong contentFrom(BlockIndex first) {
        long count = Math.ceilDiv(content.length, BLOCK);
        return LongStream.range(first.value(), Math.max(first.value(), count))
                .filter(block -> !isHole(new BlockIndex(block)))
                .iterator();
    }
}

package io.ebsnap.scenario;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A made-up block device: blocks that were written are arrays, all others are holes. A copy shares its arrays, which never change. */
public final class MemoryDevice {

    private final String path;
    private final NavigableMap<Long, byte[]> blocks = new ConcurrentSkipListMap<>();
    private volatile long sizeBytes;
    private volatile long failingOffset = -1;
    private volatile String identity;
    private volatile @Nullable Runnable beforeRead;

    /** A device of holes. */
    public MemoryDevice(String path, long sizeBytes) {
        this.path = path;
        this.sizeBytes = sizeBytes;
        this.identity = "memory:" + path;
    }

    public String path() {
        return path;
    }

    public String identity() {
        return identity;
    }

    public void becomeAnother(String newIdentity) {
        identity = newIdentity;
    }

    public VolumeGeometry geometry() {
        return new VolumeGeometry(sizeBytes);
    }

    public void resize(long bytes) {
        sizeBytes = bytes;
        blocks.tailMap(geometry().blockCount()).clear();
    }

    /** From now on reads that touch this offset fail; -1 for none. */
    public void failAt(long offset) {
        failingOffset = offset;
    }

    /** Runs before each read of this device and of its instants. */
    public void beforeRead(@Nullable Runnable action) {
        beforeRead = action;
    }

    /** The instant: what this device holds now. */
    public MemoryDevice copy() {
        MemoryDevice copy = new MemoryDevice(path, sizeBytes);
        copy.blocks.putAll(blocks);
        copy.failingOffset = failingOffset;
        copy.beforeRead = beforeRead;
        return copy;
    }

    /** Writes random content, half of it compressible, into so many random blocks, and punches a few holes. */
    public void scribble(Random random, int count) {
        long blockCount = geometry().blockCount();
        for (int i = 0; i < count; i++) {
            long block = (long) (random.nextDouble() * blockCount);
            if (random.nextInt(5) == 0) {
                blocks.remove(block);
            } else {
                put(block, content(random, lengthOf(block)));
            }
        }
    }

    public void put(long block, byte[] content) {
        blocks.put(block, content.clone());
    }

    public void punch(long block) {
        blocks.remove(block);
    }

    /** A copy of a block's content. */
    public byte[] get(long block) {
        byte[] content = blocks.get(block);
        return content == null ? new byte[lengthOf(block)] : content.clone();
    }

    public int lengthOf(long block) {
        return (int) Math.min(VolumeGeometry.BLOCK_BYTES, sizeBytes - block * VolumeGeometry.BLOCK_BYTES);
    }

    /** Whether two devices read the same, wherever they have holes. */
    public boolean sameContent(MemoryDevice other) {
        if (sizeBytes != other.sizeBytes) {
            return false;
        }
        NavigableMap<Long, byte[]> all = new TreeMap<>(blocks);
        all.putAll(other.blocks);
        return all.keySet().stream().allMatch(block -> Arrays.equals(get(block), other.get(block)));
    }

    /** How many blocks are not holes. */
    public int contentBlocks() {
        return blocks.size();
    }

    boolean knownZeros(long offset, long length) {
        long first = offset / VolumeGeometry.BLOCK_BYTES;
        long end = (offset + length + VolumeGeometry.BLOCK_BYTES - 1) / VolumeGeometry.BLOCK_BYTES;
        Map.Entry<Long, byte[]> next = blocks.ceilingEntry(first);
        return next == null || next.getKey() >= end;
    }

    void read(long offset, ByteBuffer target) {
        Runnable action = beforeRead;
        if (action != null) {
            action.run();
        }
        if (!target.isDirect()) {
            throw new IllegalArgumentException("the buffer is not direct");
        }
        if (offset + target.remaining() > sizeBytes) {
            throw new Failure.Unavailable(path + " ends before offset " + (offset + target.remaining()), null);
        }
        if (failingOffset >= offset && failingOffset < offset + target.remaining()) {
            throw new Failure.Unavailable(path + " cannot be read at offset " + failingOffset + ": EIO", null);
        }
        long block = offset / VolumeGeometry.BLOCK_BYTES;
        int within = (int) (offset % VolumeGeometry.BLOCK_BYTES);
        target.put(get(block), within, target.remaining());
    }

    public void write(long offset, ByteBuffer source) {
        long block = offset / VolumeGeometry.BLOCK_BYTES;
        byte[] content = get(block);
        source.get(content, (int) (offset % VolumeGeometry.BLOCK_BYTES), source.remaining());
        blocks.put(block, content);
    }

    void writeZeroes(long offset, long length) {
        long first = offset / VolumeGeometry.BLOCK_BYTES;
        long end = (offset + length + VolumeGeometry.BLOCK_BYTES - 1) / VolumeGeometry.BLOCK_BYTES;
        blocks.subMap(first, end).clear();
    }

    private static byte[] content(Random random, int length) {
        byte[] content = new byte[length];
        random.nextBytes(content);
        Arrays.fill(content, length / 2, length, content[0]);
        if (random.nextInt(10) == 0) {
            Arrays.fill(content, (byte) 0);
        }
        return content;
    }
}

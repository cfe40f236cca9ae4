package io.ebsnap.geometry;

/**
 * The size of a volume and its division into blocks of {@link #BLOCK_BYTES}. The last block may be short.
 *
 * @param sizeBytes 1 .. {@link #SIZE_BYTES_MAX}
 */
public record VolumeGeometry(long sizeBytes) {

    /** 512 KiB, as in the EBS direct APIs. */
    public static final int BLOCK_BYTES = 512 * 1024;

    /** 1 PiB: far above any EBS volume, and far below any overflow. */
    public static final long SIZE_BYTES_MAX = 1L << 50;

    private static final long GIBIBYTE = 1L << 30;

    public VolumeGeometry {
        if (sizeBytes < 1 || sizeBytes > SIZE_BYTES_MAX) {
            throw new IllegalArgumentException("volume size " + sizeBytes + " is not in 1.." + SIZE_BYTES_MAX);
        }
    }

    /** The number of blocks, the short last one included. */
    public long blockCount() {
        return (sizeBytes + BLOCK_BYTES - 1) / BLOCK_BYTES;
    }

    /** Where a block begins, in bytes from the start of the volume. */
    public long offsetOf(BlockIndex block) {
        requireInside(block);
        return Math.multiplyExact(block.value(), (long) BLOCK_BYTES);
    }

    /** The length of a block in bytes: {@link #BLOCK_BYTES}, or less for the last one. */
    public int lengthOf(BlockIndex block) {
        return Math.toIntExact(Math.min(BLOCK_BYTES, sizeBytes - offsetOf(block)));
    }

    /** The size as EC2 shows it: whole GiB, rounded up. */
    public int sizeGibibytes() {
        return Math.toIntExact((sizeBytes + GIBIBYTE - 1) / GIBIBYTE);
    }

    private void requireInside(BlockIndex block) {
        if (block.value() >= blockCount()) {
            throw new IllegalArgumentException(
                    "block " + block.value() + " is beyond the last of " + blockCount() + " blocks");
        }
    }
}

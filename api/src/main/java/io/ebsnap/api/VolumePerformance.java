package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * What a volume is to do, in EC2's words. Nothing is served by it: it is kept so that tools read back what they have asked for. Of a volume of which nothing is
 * told the type is {@value #DEFAULT_TYPE}. What a request leaves out is as EC2 has it.
 *
 * @param volumeType {@code standard}, {@code gp2}, {@code gp3}, {@code io1}, {@code io2}, {@code st1} or {@code sc1}
 * @param iops of {@code gp3}, {@code io1} and {@code io2}: operations a second, 100 to 256,000
 * @param throughput of {@code gp3}: MiB a second, 125 to 2000
 */
public record VolumePerformance(
        @Nullable String volumeType,
        @Nullable Integer iops,
        @Nullable Integer throughput) {

    /** That of a volume of which nothing else is said. */
    public static final String DEFAULT_TYPE = "gp2";

    private static final int IOPS_PER_GIBIBYTE = 3;
    private static final int DEFAULT_IOPS_MIN = 100;
    private static final int DEFAULT_IOPS_MAX = 16_000;

    /**
     * As EC2 shows it. The operations of its default type go by the size.
     *
     * @param told of the volume; null for nothing
     * @param size of the volume in GiB, rounded up
     */
    public static VolumePerformance shown(@Nullable VolumePerformance told, long size) {
        return told == null
                ? new VolumePerformance(
                        DEFAULT_TYPE, Math.clamp(size * IOPS_PER_GIBIBYTE, DEFAULT_IOPS_MIN, DEFAULT_IOPS_MAX), null)
                : told;
    }
}

package io.ebsnap.control;

import io.ebsnap.catalog.VolumePerformance;
import io.ebsnap.volume.VolumeChange;
import org.jspecify.annotations.Nullable;

/** What tools ask of a volume's performance, as the protocol has it. */
final class PerformanceShapes {

    private static final io.ebsnap.api.VolumePerformance NOTHING =
            new io.ebsnap.api.VolumePerformance(null, null, null);

    private PerformanceShapes() {}

    /** What is told of a volume; null for nothing. */
    static io.ebsnap.api.@Nullable VolumePerformance shown(@Nullable VolumePerformance performance) {
        return performance == null
                ? null
                : new io.ebsnap.api.VolumePerformance(
                        performance.volumeType().word(), performance.iops(), performance.throughput());
    }

    /** What was asked for a new volume. */
    static VolumePerformance ofNew(io.ebsnap.api.@Nullable VolumePerformance asked) {
        return asked == null
                ? VolumePerformance.DEFAULT
                : VolumePerformance.of(asked.volumeType(), asked.iops(), asked.throughput());
    }

    /**
     * A change of a volume.
     *
     * @param sizeBytes 0 is as long as it is
     */
    static VolumeChange change(long sizeBytes, io.ebsnap.api.@Nullable VolumePerformance asked) {
        io.ebsnap.api.VolumePerformance said = asked == null ? NOTHING : asked;
        return new VolumeChange(sizeBytes, said.volumeType(), said.iops(), said.throughput());
    }
}

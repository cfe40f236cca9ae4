package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.ParameterRefusal;
import org.jspecify.annotations.Nullable;

/**
 * What tools have asked of a volume's performance. Nothing is served by it: it is kept so that they read it back.
 *
 * @param volumeType EC2's type
 * @param iops operations a second; null of types of which none are said
 * @param throughput MiB a second; null of types of which none is said
 */
public record VolumePerformance(
        VolumeType volumeType,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer iops,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer throughput) {

    /** That of a volume of which nothing is said. */
    public static final VolumePerformance DEFAULT = new VolumePerformance(VolumeType.GP2, null, null);

    private static final int DEFAULT_IOPS = 3000;
    private static final int DEFAULT_THROUGHPUT = 125;

    /**
     * That of a new volume, with EC2's defaults.
     *
     * @param volumeType EC2's word; null for its default
     * @param iops operations a second; null for the type's default
     * @param throughput MiB a second; null for the type's default
     * @throws Failure.Invalid if there is no such type, or it cannot have this
     */
    public static VolumePerformance of(
            @Nullable String volumeType, @Nullable Integer iops, @Nullable Integer throughput) {
        VolumePerformance made = DEFAULT.changed(volumeType, iops, throughput);
        if (iops == null && made.volumeType().needsIops()) {
            throw new Failure.Invalid(
                    ParameterRefusal.MISSING,
                    "The request must contain the parameter Iops for " + volumeType + " volumes.");
        }
        return made;
    }

    /**
     * That of a changed volume. What is not said stays as it is, or is EC2's default of another type.
     *
     * @param word EC2's for the type; null for the same type
     * @param newIops operations a second, or null
     * @param newThroughput MiB a second, or null
     * @throws Failure.Invalid if there is no such type, or it cannot have this
     */
    public VolumePerformance changed(
            @Nullable String word, @Nullable Integer newIops, @Nullable Integer newThroughput) {
        VolumeType type = word == null ? volumeType : VolumeType.of(word);
        type.check(newIops, newThroughput);
        VolumePerformance base = type == volumeType ? this : defaultOf(type);
        return new VolumePerformance(
                type, newIops == null ? base.iops : newIops, newThroughput == null ? base.throughput : newThroughput);
    }

    private static VolumePerformance defaultOf(VolumeType type) {
        return new VolumePerformance(
                type, type.hasIops() ? DEFAULT_IOPS : null, type.hasThroughput() ? DEFAULT_THROUGHPUT : null);
    }
}

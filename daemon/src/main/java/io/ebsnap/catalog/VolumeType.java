package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.ParameterRefusal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** EC2's types of volumes, in its words, with what may be said of each. All are served alike. */
public enum VolumeType {
    /** Magnetic. */
    @JsonProperty("standard")
    STANDARD("standard"),
    /** EC2's default; its IOPS go by the size. */
    @JsonProperty("gp2")
    GP2("gp2"),
    /** The one with throughput of its own. */
    @JsonProperty("gp3")
    GP3("gp3", 3000, 80_000),
    /** Provisioned IOPS, which must be said. */
    @JsonProperty("io1")
    IO1("io1", 100, 64_000),
    /** The same. */
    @JsonProperty("io2")
    IO2("io2", 100, 256_000),
    /** Throughput optimized. */
    @JsonProperty("st1")
    ST1("st1"),
    /** Cold. */
    @JsonProperty("sc1")
    SC1("sc1");

    private static final int THROUGHPUT_MIN = 125;
    private static final int THROUGHPUT_MAX = 2000;

    private final String word;
    private final int iopsMin;
    private final int iopsMax;

    /** One whose performance is what it is. */
    VolumeType(String word) {
        this(word, 0, 0);
    }

    VolumeType(String word, int iopsMin, int iopsMax) {
        this.word = word;
        this.iopsMin = iopsMin;
        this.iopsMax = iopsMax;
    }

    /** EC2's word. */
    public String word() {
        return word;
    }

    /**
     * The type that a word names.
     *
     * @throws Failure.Invalid if there is none
     */
    public static VolumeType of(String word) {
        return Arrays.stream(values())
                .filter(type -> type.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new Failure.Invalid(
                        ParameterRefusal.UNKNOWN_VOLUME_TYPE, "Unsupported volume type '" + word + "'."));
    }

    /** Whether operations a second are said of it. */
    boolean hasIops() {
        return iopsMax > 0;
    }

    /** Whether MiB a second are said of it. */
    boolean hasThroughput() {
        return this == GP3;
    }

    /** Whether a new one must be said how many operations a second it is to do. */
    boolean needsIops() {
        return this == IO1 || this == IO2;
    }

    /** Nothing if it can have this; null is nothing said. */
    void check(@Nullable Integer iops, @Nullable Integer throughput) {
        requireSupported("iops", iops, hasIops());
        requireSupported("throughput", throughput, hasThroughput());
        requireWithin("Iops", iops, iopsMin, iopsMax);
        requireWithin("Throughput", throughput, THROUGHPUT_MIN, THROUGHPUT_MAX);
    }

    private void requireSupported(String what, @Nullable Integer said, boolean supported) {
        if (said != null && !supported) {
            throw new Failure.Invalid(
                    ParameterRefusal.INVALID_COMBINATION,
                    "The parameter " + what + " is not supported for " + word + " volumes.");
        }
    }

    private void requireWithin(String name, @Nullable Integer said, int min, int max) {
        if (said != null && (said < min || said > max)) {
            throw new Failure.Invalid("Value (" + said + ") for parameter " + name + " is invalid. Expected of " + word
                    + " volumes: a whole number from " + min + " to " + max + ".");
        }
    }
}

package io.ebsnap.aws.ec2;

import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.query.Parameters;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The types of volumes with what EC2 lets be asked of them. All of it is accepted and nothing kept, for there is nothing that it would change. */
enum VolumeType {
    STANDARD,
    GP2,
    GP3(3000, 80_000, true),
    IO1(100, 64_000, false),
    IO2(100, 256_000, false),
    ST1,
    SC1;

    /** What all volumes have: that of EC2's default. */
    static final String SERVED = "gp2";

    private static final int IOPS_MIN = 100;
    private static final int IOPS_MAX = 256_000;
    private static final int THROUGHPUT_MIN = 125;
    private static final int THROUGHPUT_MAX = 2000;

    private final int iopsMin;
    private final int iopsMax;
    private final boolean hasThroughput;

    /** One whose performance is what it is. */
    VolumeType() {
        this(0, 0, false);
    }

    VolumeType(int iopsMin, int iopsMax, boolean hasThroughput) {
        this.iopsMin = iopsMin;
        this.iopsMax = iopsMax;
        this.hasThroughput = hasThroughput;
    }

    /** Nothing if the performance that is asked for is one that a new volume can have. */
    static void checkNew(Parameters in) {
        VolumeType named = named(in);
        VolumeType type = named == null ? GP2 : named;
        type.check(in);
        if ((type == IO1 || type == IO2) && in.text("Iops") == null) {
            throw Parameters.missing("Iops");
        }
    }

    /**
     * Nothing if the performance that is asked for is one that a volume can get.
     *
     * @return whether any is asked for
     */
    static boolean checkChange(Parameters in) {
        VolumeType type = named(in);
        if (type != null) {
            type.check(in);
            return true;
        }
        Integer iops = in.number("Iops", IOPS_MIN, IOPS_MAX);
        Integer throughput = in.number("Throughput", THROUGHPUT_MIN, THROUGHPUT_MAX);
        return iops != null || throughput != null;
    }

    private static @Nullable VolumeType named(Parameters in) {
        String name = in.text("VolumeType");
        return name == null
                ? null
                : Arrays.stream(values())
                        .filter(type -> type.word().equals(name))
                        .findFirst()
                        .orElseThrow(() -> AwsFault.of(
                                "UnknownVolumeType", "Unsupported volume type '" + name + "' for volume creation."));
    }

    private void check(Parameters in) {
        requireSupported("iops", in.text("Iops"), iopsMax > 0);
        requireSupported("throughput", in.text("Throughput"), hasThroughput);
        Integer unusedIops = in.number("Iops", iopsMin, iopsMax);
        Integer unusedThroughput = in.number("Throughput", THROUGHPUT_MIN, THROUGHPUT_MAX);
    }

    private void requireSupported(String what, @Nullable String value, boolean supported) {
        if (value != null && !supported) {
            throw AwsFault.of(
                    "InvalidParameterCombination",
                    "The parameter " + what + " is not supported for " + word() + " volumes.");
        }
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

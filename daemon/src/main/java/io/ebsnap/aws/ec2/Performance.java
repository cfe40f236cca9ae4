package io.ebsnap.aws.ec2;

import io.ebsnap.api.VolumePerformance;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import io.ebsnap.control.ErrorAnswers;
import io.ebsnap.failure.Failure;
import org.jspecify.annotations.Nullable;

/** The performance of volumes, as EC2 is asked for it and shows it. */
final class Performance {

    private static final int NUMBER_MAX = 999_999_999;

    private Performance() {}

    /**
     * What is asked of a new volume.
     *
     * @return null for nothing
     * @throws AwsFault if no new volume can have it
     */
    static @Nullable VolumePerformance ofNew(Parameters in) {
        VolumePerformance asked = read(in);
        if (asked != null) {
            check(() -> io.ebsnap.catalog.VolumePerformance.of(asked.volumeType(), asked.iops(), asked.throughput()));
        }
        return asked;
    }

    /**
     * What is asked to be different of a volume.
     *
     * @return null for nothing
     * @throws AwsFault if no volume of the type that is asked for can have it; without a type, its own decides
     */
    static @Nullable VolumePerformance ofChange(Parameters in) {
        VolumePerformance asked = read(in);
        if (asked != null && asked.volumeType() != null) {
            check(() -> io.ebsnap.catalog.VolumePerformance.DEFAULT.changed(
                    asked.volumeType(), asked.iops(), asked.throughput()));
        }
        return asked;
    }

    private static @Nullable VolumePerformance read(Parameters in) {
        String type = in.text("VolumeType");
        Integer iops = in.number("Iops", 0, NUMBER_MAX);
        Integer throughput = in.number("Throughput", 0, NUMBER_MAX);
        return type == null && iops == null && throughput == null
                ? null
                : new VolumePerformance(type, iops, throughput);
    }

    private static void check(Runnable rules) {
        try {
            rules.run();
        } catch (Failure.Invalid e) {
            throw AwsFault.of(ErrorAnswers.code(e), String.valueOf(e.getMessage()));
        }
    }

    /**
     * Shows that of a volume.
     *
     * @param told of it; null for nothing
     * @param size in GiB
     */
    static void write(@Nullable VolumePerformance told, long size, Xml out) {
        VolumePerformance shown = VolumePerformance.shown(told, size);
        out.add("volumeType", shown.volumeType()).add("iops", shown.iops()).add("throughput", shown.throughput());
    }
}

package io.ebsnap.aws.ec2;

import io.ebsnap.api.Filter;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeModification;
import io.ebsnap.api.VolumePerformance;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import io.ebsnap.api.VolumeRequest.ModifyVolume;
import io.ebsnap.aws.ec2.Reading.Kind;
import io.ebsnap.aws.ec2.ServedFilters.Named;
import io.ebsnap.aws.ec2.ServedFilters.None;
import io.ebsnap.aws.ec2.ServedFilters.Same;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Modifications of volumes. Each is completed when it is answered, and none is remembered: so every volume has one that is completed, which has made it what it is. That is what whoever waits for one asks.
 */
final class VolumeModificationActions implements Ec2Actions {

    private static final String DESCRIBE = "DescribeVolumesModifications";
    private static final String SET = "volumeModificationSet";
    private static final String COMPLETED = "completed";
    private static final Filter MANAGED = new Filter("kind", List.of("managed"));
    private static final ServedFilters FILTERS = new ServedFilters(Map.of(
            "modification-state", new Same(COMPLETED),
            "original-iops", new Named("iops"),
            "original-size", new Named("size"),
            "original-volume-type", new Named("volume-type"),
            "originalMultiAttachEnabled", new Same("false"),
            "start-time", new None(),
            "target-iops", new Named("iops"),
            "target-size", new Named("size"),
            "target-volume-type", new Named("volume-type"),
            "targetMultiAttachEnabled", new Same("false")));

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of("ModifyVolume", VolumeModificationActions::modify, DESCRIBE, VolumeModificationActions::describe);
    }

    private static Prepared modify(Parameters in) {
        String id = Reading.id(in, "VolumeId", Kind.VOLUME);
        VolumePerformance performance = Performance.ofChange(in);
        VolumeActions.requireSingleAttach(in);
        Long size = VolumeActions.bytes(in.number("Size", 1, VolumeActions.GIBIBYTES_MAX));
        if (size == null && performance == null) {
            throw Parameters.missing("Size");
        }
        return new Prepared.Asked<>(
                new ModifyVolume(id, size, performance), (answer, out) -> modified(answer.volumeModification(), out));
    }

    private static void modified(VolumeModification modified, Xml out) {
        out.open("volumeModification");
        write(modified, out);
        out.close();
    }

    private static Prepared describe(Parameters in) {
        List<String> ids = Reading.ids(in, "VolumeId", Kind.VOLUME);
        Optional<List<Filter>> wanted = FILTERS.of(in);
        List<Filter> filters = new ArrayList<>(wanted.orElse(List.of()));
        filters.add(MANAGED);
        DescribeVolumes request = new DescribeVolumes(ids, filters, Reading.page(in, DESCRIBE, 1, false));
        if (wanted.isEmpty()) {
            return Prepared.none(SET);
        }
        return new Prepared.Asked<>(request, (answer, out) -> {
            out.list(SET, answer.volumes(), (volume, item) -> write(last(volume), item));
            out.add("nextToken", Reading.token(DESCRIBE, answer.nextToken()));
        });
    }

    private static VolumeModification last(Volume volume) {
        VolumePerformance performance =
                volume.served() == null ? null : volume.served().performance();
        return new VolumeModification(
                volume.volumeId(),
                COMPLETED,
                volume.size(),
                volume.size(),
                100,
                volume.sizeInBytes(),
                volume.sizeInBytes(),
                performance,
                performance);
    }

    private static void write(VolumeModification modified, Xml out) {
        VolumePerformance target = VolumePerformance.shown(modified.targetPerformance(), modified.targetSize());
        VolumePerformance original = VolumePerformance.shown(modified.originalPerformance(), modified.originalSize());
        out.add("volumeId", modified.volumeId())
                .add("modificationState", modified.modificationState())
                .add("targetSize", modified.targetSize())
                .add("targetIops", target.iops())
                .add("targetVolumeType", target.volumeType())
                .add("targetThroughput", target.throughput())
                .add("targetMultiAttachEnabled", false)
                .add("originalSize", modified.originalSize())
                .add("originalIops", original.iops())
                .add("originalVolumeType", original.volumeType())
                .add("originalThroughput", original.throughput())
                .add("originalMultiAttachEnabled", false)
                .add("progress", modified.progress());
    }
}

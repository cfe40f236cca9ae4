package io.ebsnap.aws.ec2;

import io.ebsnap.api.Filter;
import io.ebsnap.api.VolumePerformance;
import io.ebsnap.api.VolumeRequest.CopyVolumes;
import io.ebsnap.api.VolumeRequest.CreateVolume;
import io.ebsnap.api.VolumeRequest.DeleteVolume;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.ec2.Reading.Kind;
import io.ebsnap.aws.ec2.ServedFilters.Named;
import io.ebsnap.aws.ec2.ServedFilters.None;
import io.ebsnap.aws.ec2.ServedFilters.Same;
import io.ebsnap.aws.ec2.ServedFilters.Some;
import io.ebsnap.aws.query.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Volumes: making, listing and deleting them. */
final class VolumeActions implements Ec2Actions {

    private static final String DESCRIBE = "DescribeVolumes";
    private static final String SET = "volumeSet";
    private static final int PAGE_MIN = 5;
    static final int GIBIBYTES_MAX = 65_536;
    private static final int RATE_MIN = 1;
    private static final int RATE_MAX = 1 << 20;

    private final Ec2Facts facts;
    private final VolumeWriting writing;
    private final ServedFilters filters;

    VolumeActions(Ec2Facts facts) {
        this.facts = facts;
        this.writing = new VolumeWriting(facts);
        this.filters = new ServedFilters(Map.of(
                "attachment.instance-id", new Some(facts.instanceId(), AttachedVolumes.FILTER),
                "attachment.delete-on-termination", new Some("false", AttachedVolumes.FILTER),
                "availability-zone-id", new Named("availability-zone"),
                "multi-attach-enabled", new Same("false"),
                "operator.managed", new Same("false"),
                "operator.principal", new None()));
    }

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of(
                DESCRIBE,
                this::describe,
                "CreateVolume",
                this::create,
                "CopyVolumes",
                this::copy,
                "DeleteVolume",
                in -> Prepared.done(new DeleteVolume(Reading.id(in, "VolumeId", Kind.VOLUME))));
    }

    private Prepared describe(Parameters in) {
        List<String> ids = Reading.ids(in, "VolumeId", Kind.VOLUME);
        Boolean unused = in.flag("IncludeManagedResources");
        Optional<List<Filter>> wanted = filters.of(in);
        DescribeVolumes request = new DescribeVolumes(
                ids, wanted.orElse(List.of()), Reading.page(in, DESCRIBE, PAGE_MIN, !ids.isEmpty()));
        if (wanted.isEmpty()) {
            return Prepared.none(SET);
        }
        return new Prepared.Asked<>(request, (answer, out) -> {
            out.list(SET, answer.volumes(), writing::volume);
            out.add("nextToken", Reading.token(DESCRIBE, answer.nextToken()));
        });
    }

    private Prepared create(Parameters in) {
        String snapshot = in.text("SnapshotId");
        Long size = bytes(in.number("Size", 1, GIBIBYTES_MAX));
        if (snapshot == null && size == null) {
            throw Parameters.missing("Size or SnapshotId");
        }
        VolumePerformance performance = Performance.ofNew(in);
        requireSingleAttach(in);
        Integer rate = in.number("VolumeInitializationRate", RATE_MIN, RATE_MAX);
        CreateVolume request = new CreateVolume(
                snapshot == null ? null : Kind.SNAPSHOT.require(snapshot),
                size,
                zone(in),
                Reading.newTags(in, "volume"),
                null,
                null,
                false,
                rate == null ? null : rate.longValue(),
                in.isTrue("Encrypted") ? Boolean.TRUE : null,
                in.text("KmsKeyId"),
                performance,
                Reading.clientToken(in).orElse(null));
        return new Prepared.Asked<>(request, writing::volume);
    }

    /** Its type is that of a new volume, whatever its source has. */
    private Prepared copy(Parameters in) {
        VolumePerformance performance = Performance.ofNew(in);
        requireSingleAttach(in);
        CopyVolumes request = new CopyVolumes(
                Reading.id(in, "SourceVolumeId", Kind.VOLUME),
                bytes(in.number("Size", 1, GIBIBYTES_MAX)),
                Reading.newTags(in, "volume"),
                null,
                performance,
                Reading.clientToken(in).orElse(null));
        return new Prepared.Asked<>(request, (volume, out) -> out.list(SET, List.of(volume), writing::volume));
    }

    private String zone(Parameters in) {
        String name = in.text("AvailabilityZone");
        String id = in.text("AvailabilityZoneId");
        if (name != null && id != null) {
            throw AwsFault.of(
                    "InvalidParameterCombination", "AvailabilityZone and AvailabilityZoneId do not go together.");
        }
        String zone = name == null ? id : name;
        if (zone == null) {
            throw Parameters.missing("AvailabilityZone");
        }
        if (!facts.zones().get().contains(zone)) {
            throw AwsFault.of("InvalidZone.NotFound", "The zone '" + zone + "' does not exist.");
        }
        return zone;
    }

    static void requireSingleAttach(Parameters in) {
        if (in.isTrue("MultiAttachEnabled")) {
            throw in.invalid("MultiAttachEnabled", "Volumes are attached to one instance.");
        }
    }

    static @Nullable Long bytes(@Nullable Integer gibibytes) {
        return gibibytes == null ? null : (long) gibibytes << 30;
    }
}

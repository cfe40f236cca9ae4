package io.ebsnap.aws.ec2;

import io.ebsnap.api.VolumeModification;
import io.ebsnap.api.VolumeRequest.CreateVolume;
import io.ebsnap.api.VolumeRequest.DeleteVolume;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import io.ebsnap.api.VolumeRequest.ModifyVolume;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.ec2.Reading.Kind;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Volumes: making, listing, enlarging and deleting them. */
final class VolumeActions implements Ec2Actions {

    private static final String DESCRIBE = "DescribeVolumes";
    private static final Set<String> TYPES = Set.of("standard", "io1", "io2", "gp2", "gp3", "st1", "sc1");
    private static final int PAGE_MIN = 5;
    private static final int GIBIBYTES_MAX = 65_536;
    private static final int RATE_MIN = 1;
    private static final int RATE_MAX = 1 << 20;

    private final Ec2Facts facts;
    private final VolumeWriting writing;

    VolumeActions(Ec2Facts facts) {
        this.facts = facts;
        this.writing = new VolumeWriting(facts);
    }

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of(
                DESCRIBE,
                this::describe,
                "CreateVolume",
                this::create,
                "DeleteVolume",
                in -> Prepared.done(new DeleteVolume(Reading.id(in, "VolumeId", Kind.VOLUME))),
                "ModifyVolume",
                VolumeActions::modify);
    }

    private Prepared describe(Parameters in) {
        List<String> ids = Reading.ids(in, "VolumeId", Kind.VOLUME);
        Boolean unused = in.flag("IncludeManagedResources");
        DescribeVolumes request =
                new DescribeVolumes(ids, Reading.filters(in), Reading.page(in, DESCRIBE, PAGE_MIN, !ids.isEmpty()));
        return new Prepared.Asked<>(request, (answer, out) -> {
            out.list("volumeSet", answer.volumes(), writing::volume);
            out.add("nextToken", Reading.token(DESCRIBE, answer.nextToken()));
        });
    }

    private Prepared create(Parameters in) {
        String snapshot = in.text("SnapshotId");
        Long size = bytes(in.number("Size", 1, GIBIBYTES_MAX));
        if (snapshot == null && size == null) {
            throw Parameters.missing("Size or SnapshotId");
        }
        requireType(in);
        if (in.isTrue("MultiAttachEnabled")) {
            throw in.invalid("MultiAttachEnabled", "Volumes are attached to one instance.");
        }
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
                in.text("KmsKeyId"));
        String token = in.text("ClientToken");
        return new Prepared.Asked<>(
                request, writing::volume, Optional.ofNullable(token).filter(text -> !text.isEmpty()));
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

    private static void requireType(Parameters in) {
        String type = in.text("VolumeType");
        if (type != null && !TYPES.contains(type)) {
            throw AwsFault.of("UnknownVolumeType", "Unsupported volume type '" + type + "' for volume creation.");
        }
    }

    private static Prepared modify(Parameters in) {
        String id = Reading.id(in, "VolumeId", Kind.VOLUME);
        requireType(in);
        Long size = bytes(in.number("Size", 1, GIBIBYTES_MAX));
        if (size == null) {
            throw Parameters.missing("Size");
        }
        return new Prepared.Asked<>(
                new ModifyVolume(id, size), (answer, out) -> write(answer.volumeModification(), out));
    }

    private static void write(VolumeModification modified, Xml out) {
        out.open("volumeModification")
                .add("volumeId", modified.volumeId())
                .add("modificationState", modified.modificationState())
                .add("targetSize", modified.targetSize())
                .add("targetVolumeType", VolumeWriting.TYPE)
                .add("originalSize", modified.originalSize())
                .add("originalVolumeType", VolumeWriting.TYPE)
                .add("progress", modified.progress())
                .close();
    }

    private static @Nullable Long bytes(@Nullable Integer gibibytes) {
        return gibibytes == null ? null : (long) gibibytes << 30;
    }
}

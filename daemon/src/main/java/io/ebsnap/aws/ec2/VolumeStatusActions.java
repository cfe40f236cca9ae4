package io.ebsnap.aws.ec2;

import io.ebsnap.api.Filter;
import io.ebsnap.api.InitializationStatus;
import io.ebsnap.api.ServedVolume;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import io.ebsnap.aws.ec2.Reading.Kind;
import io.ebsnap.aws.ec2.ServedFilters.Named;
import io.ebsnap.aws.ec2.ServedFilters.None;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How volumes are. Filters of that are applied to each page, which may so be shorter than was asked for. */
final class VolumeStatusActions implements Ec2Actions {

    private static final String DESCRIBE = "DescribeVolumeStatus";
    private static final String SET = "volumeStatusSet";
    private static final String OF_STATUS = "volume-status.";
    private static final int PAGE_MIN = 5;
    private static final ServedFilters FILTERS = new ServedFilters(Map.of(
            "action.code", new None(),
            "action.description", new None(),
            "action.event-id", new None(),
            "availability-zone-id", new Named("availability-zone"),
            "event.description", new None(),
            "event.event-id", new None(),
            "event.event-type", new None(),
            "event.not-after", new None(),
            "event.not-before", new None()));

    private final Ec2Facts facts;
    private final VolumeWriting volumes;

    VolumeStatusActions(Ec2Facts facts) {
        this.facts = facts;
        this.volumes = new VolumeWriting(facts);
    }

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of(DESCRIBE, this::describe);
    }

    private Prepared describe(Parameters in) {
        List<String> ids = Reading.ids(in, "VolumeId", Kind.VOLUME);
        Boolean unused = in.flag("IncludeManagedResources");
        Optional<List<Filter>> wanted = FILTERS.of(in);
        List<Filter> filters = wanted.orElse(List.of());
        List<Filter> ofStatus = filters.stream()
                .filter(filter -> filter.name().startsWith(OF_STATUS))
                .toList();
        ofStatus.forEach(filter -> VolumeStatus.requireKnown(filter.name()));
        DescribeVolumes request = new DescribeVolumes(
                ids,
                filters.stream().filter(filter -> !ofStatus.contains(filter)).toList(),
                Reading.page(in, DESCRIBE, PAGE_MIN, !ids.isEmpty()));
        if (wanted.isEmpty()) {
            return Prepared.none(SET);
        }
        return new Prepared.Asked<>(request, (answer, out) -> {
            List<Volume> matching = answer.volumes().stream()
                    .filter(volume -> VolumeStatus.of(volume).matches(ofStatus))
                    .toList();
            out.list(SET, matching, this::write);
            out.add("nextToken", Reading.token(DESCRIBE, answer.nextToken()));
        });
    }

    private void write(Volume volume, Xml out) {
        String zone = volumes.zone(volume);
        VolumeStatus status = VolumeStatus.of(volume);
        out.add("volumeId", volume.volumeId())
                .add("availabilityZone", zone)
                .add("availabilityZoneId", zone)
                .open("volumeStatus")
                .add("status", status.status())
                .list(
                        "details",
                        status.details(),
                        (detail, item) -> item.add("name", detail.name()).add("status", detail.status()))
                .close()
                .list("actionsSet", List.of(), (none, item) -> {})
                .list("eventsSet", List.of(), (none, item) -> {})
                .list(
                        "attachmentStatuses",
                        volume.attachments(),
                        (each, item) -> item.add("ioPerformance", VolumeStatus.NOT_APPLICABLE)
                                .add("instanceId", facts.instanceId()));
        initialization(volume.served(), out);
    }

    private static void initialization(@Nullable ServedVolume served, Xml out) {
        InitializationStatus details = served == null ? null : served.initializationStatusDetails();
        if (details != null) {
            out.open("initializationStatusDetails")
                    .add("initializationType", details.initializationType())
                    .add("progress", details.progress())
                    .add("estimatedTimeToCompleteInSeconds", details.estimatedTimeToCompleteInSeconds())
                    .close();
        }
    }
}

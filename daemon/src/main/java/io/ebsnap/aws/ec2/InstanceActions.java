package io.ebsnap.aws.ec2;

import io.ebsnap.api.Attachment;
import io.ebsnap.api.Filter;
import io.ebsnap.api.Page;
import io.ebsnap.api.VolumeList;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Instances: there is this machine, with the volumes that are attached to it. */
final class InstanceActions implements Ec2Actions {

    private static final int RUNNING = 16;

    private final Ec2Facts facts;

    InstanceActions(Ec2Facts facts) {
        this.facts = facts;
    }

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of("DescribeInstances", this::describe);
    }

    private Prepared describe(Parameters in) {
        in.texts("InstanceId").forEach(facts::requireThisInstance);
        Page unused = Reading.page(in, "DescribeInstances", 5, false);
        boolean wanted = Reading.filters(in).stream().allMatch(this::matches);
        return new Prepared.Asked<>(
                AttachedVolumes.ALL,
                (answer, out) -> out.list("reservationSet", wanted ? List.of(answer) : List.of(), this::reservation));
    }

    private boolean matches(Filter filter) {
        if (filter.name().equals("tag-key") || filter.name().startsWith("tag:")) {
            return false; // This machine has no tags.
        }
        String value = switch (filter.name()) {
            case "instance-id" -> facts.instanceId();
            case "instance-state-name" -> "running";
            case "instance-state-code" -> Integer.toString(RUNNING);
            case "availability-zone" -> facts.firstZone();
            default -> throw AwsFault.of("InvalidParameterValue", "The filter '" + filter.name() + "' is invalid");
        };
        return ServedFilters.matches(filter, value);
    }

    private void reservation(VolumeList volumes, Xml out) {
        out.add("reservationId", "r-" + facts.instanceId().substring(2));
        out.list("instancesSet", List.of(volumes), this::instance);
    }

    private void instance(VolumeList volumes, Xml out) {
        out.add("instanceId", facts.instanceId())
                .open("instanceState")
                .add("code", RUNNING)
                .add("name", "running")
                .close()
                .add("launchTime", facts.launchTime())
                .open("placement")
                .add("availabilityZone", facts.firstZone())
                .close();
        List<Attachment> attached = volumes.volumes().stream()
                .flatMap(volume -> volume.attachments().stream())
                .toList();
        out.list("blockDeviceMapping", attached, InstanceActions::device);
    }

    private static void device(Attachment attachment, Xml out) {
        out.add("deviceName", attachment.blockDeviceName())
                .open("ebs")
                .add("volumeId", attachment.volumeId())
                .add("status", attachment.state())
                .add("attachTime", attachment.attachTime())
                .add("deleteOnTermination", false)
                .close();
    }
}

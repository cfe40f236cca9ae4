package io.ebsnap.aws.ec2;

import io.ebsnap.api.VolumeRequest.AttachVolume;
import io.ebsnap.api.VolumeRequest.DetachVolume;
import io.ebsnap.aws.ec2.Reading.Kind;
import io.ebsnap.aws.query.Parameters;
import java.util.Map;
import java.util.function.Function;

/** Volumes as block devices of this machine, under the names that are asked for. */
final class AttachmentActions implements Ec2Actions {

    private final Ec2Facts facts;
    private final VolumeWriting writing;

    AttachmentActions(Ec2Facts facts) {
        this.facts = facts;
        this.writing = new VolumeWriting(facts);
    }

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of("AttachVolume", this::attach, "DetachVolume", this::detach);
    }

    private Prepared attach(Parameters in) {
        facts.requireThisInstance(in.required("InstanceId"));
        String device = in.required("Device");
        return new Prepared.Asked<>(
                new AttachVolume(Reading.id(in, "VolumeId", Kind.VOLUME), null, false, device), writing::attachment);
    }

    private Prepared detach(Parameters in) {
        String instance = in.text("InstanceId");
        if (instance != null) {
            facts.requireThisInstance(instance);
        }
        String unused = in.text("Device");
        return new Prepared.Asked<>(
                new DetachVolume(Reading.id(in, "VolumeId", Kind.VOLUME), in.isTrue("Force")), writing::attachment);
    }
}

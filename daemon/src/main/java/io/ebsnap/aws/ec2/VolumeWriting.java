package io.ebsnap.aws.ec2;

import io.ebsnap.api.Attachment;
import io.ebsnap.api.ServedVolume;
import io.ebsnap.api.Volume;
import io.ebsnap.aws.query.Xml;

/** Volumes as EC2 shows them. */
record VolumeWriting(Ec2Facts facts) {

    void volume(Volume volume, Xml out) {
        ServedVolume served = volume.served();
        String zone = zone(volume);
        out.add("volumeId", volume.volumeId())
                .add("size", volume.size())
                .add("snapshotId", served == null || served.snapshotId() == null ? "" : served.snapshotId())
                .add("availabilityZone", zone)
                .add("availabilityZoneId", zone)
                .add("status", volume.state())
                .add("createTime", volume.createTime())
                .list("attachmentSet", volume.attachments(), this::attachment);
        Writing.tags(volume.tags(), out);
        boolean encrypted = served != null && served.encrypted();
        Performance.write(served == null ? null : served.performance(), volume.size(), out);
        out.add("encrypted", encrypted)
                .add("kmsKeyId", served == null ? null : served.kmsKeyId())
                .add("multiAttachEnabled", false)
                .add("sourceVolumeId", served == null ? null : served.sourceVolumeId())
                .add("fastRestored", served == null ? null : served.fastRestored())
                .add("sseType", encrypted ? "sse-kms" : "none")
                .add("volumeInitializationRate", served == null ? null : served.volumeInitializationRate());
    }

    /** Where a volume is: of another's device, which is in no zone, the first one. */
    String zone(Volume volume) {
        ServedVolume served = volume.served();
        return served == null ? facts.firstZone() : served.availabilityZone();
    }

    void attachment(Attachment attachment, Xml out) {
        out.add("volumeId", attachment.volumeId())
                .add("instanceId", facts.instanceId())
                .add("device", attachment.blockDeviceName())
                .add("status", attachment.state())
                .add("attachTime", attachment.attachTime())
                .add("deleteOnTermination", false);
    }
}

package io.ebsnap.aws.ec2;

import io.ebsnap.api.Filter;
import io.ebsnap.api.Page;
import io.ebsnap.api.VolumeRequest.DescribeVolumes;
import java.util.List;

/** The volumes of this machine: those that are attached. */
final class AttachedVolumes {

    /** Finds them. */
    static final Filter FILTER = new Filter("attachment.status", List.of("attached"));

    /** Asks for them. */
    static final DescribeVolumes ALL = new DescribeVolumes(List.of(), List.of(FILTER), Page.FIRST);

    private AttachedVolumes() {}
}

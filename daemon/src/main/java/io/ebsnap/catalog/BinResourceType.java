package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a recycle bin keeps, in EC2's words. */
public enum BinResourceType {
    /** Snapshots. */
    @JsonProperty("EBS_SNAPSHOT")
    EBS_SNAPSHOT,
    /** Managed volumes. */
    @JsonProperty("EBS_VOLUME")
    EBS_VOLUME,
    /** Images. */
    @JsonProperty("EC2_IMAGE")
    EC2_IMAGE
}

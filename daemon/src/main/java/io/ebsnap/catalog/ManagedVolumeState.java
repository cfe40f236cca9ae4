package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a managed volume is in its life, in EC2's words. */
public enum ManagedVolumeState {
    /** Its target is being made. What a crash leaves of it is removed; of a copy, it is made again. */
    @JsonProperty("creating")
    CREATING,
    /** It can be used. */
    @JsonProperty("available")
    AVAILABLE,
    /** Its target is being removed; after a crash that is done again. */
    @JsonProperty("deleting")
    DELETING
}

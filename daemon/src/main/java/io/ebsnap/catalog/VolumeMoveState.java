package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How far the move of a volume is, in EC2's words for modifications. */
public enum VolumeMoveState {
    /** Its content is being copied to the other zone; after a crash that begins again. */
    @JsonProperty("modifying")
    MODIFYING,
    /** It is in the new zone, and what it had in the other one is being removed. */
    @JsonProperty("optimizing")
    OPTIMIZING,
    /** It is where it was; something that was made in the other zone may be there still. */
    @JsonProperty("failed")
    FAILED;

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

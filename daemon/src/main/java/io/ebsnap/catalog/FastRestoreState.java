package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Where fast restore of a snapshot in a zone is, in EC2's words. */
public enum FastRestoreState {
    /** It is ordered; nothing has been made. */
    @JsonProperty("enabling")
    ENABLING,
    /** Its image is being made. */
    @JsonProperty("optimizing")
    OPTIMIZING,
    /** Its image is there, durably: volumes are complete when they appear. */
    @JsonProperty("enabled")
    ENABLED,
    /** What was made for it is being removed. */
    @JsonProperty("disabling")
    DISABLING,
    /** Nothing of it is left but the record. */
    @JsonProperty("disabled")
    DISABLED;

    /** As EC2 writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

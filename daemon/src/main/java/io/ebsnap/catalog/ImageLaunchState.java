package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a launch is in its life. */
public enum ImageLaunchState {
    /** Its volumes are being made; what a crash leaves so is undone. */
    @JsonProperty("launching")
    LAUNCHING("launching"),
    /** They are there. */
    @JsonProperty("launched")
    LAUNCHED("launched"),
    /** Those that are deleted with it are being deleted; after a crash that goes on. */
    @JsonProperty("terminating")
    TERMINATING("terminating");

    private final String word;

    ImageLaunchState(String word) {
        this.word = word;
    }

    /** In lower case. */
    public String word() {
        return word;
    }
}

package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where an execution of an image pipeline is in its life. One that a daemon leaves in its first three states has failed: it was interrupted. */
public enum ImageExecutionState {
    /** It was ordered. */
    @JsonProperty("pending")
    PENDING("pending"),
    /** A clone of the parent is being changed, or an image taken of it. */
    @JsonProperty("building")
    BUILDING("building"),
    /** A clone of the new image is being tested. */
    @JsonProperty("testing")
    TESTING("testing"),
    /** The new image has passed its test. */
    @JsonProperty("available")
    AVAILABLE("available"),
    /** There is no new image: the reason says why. */
    @JsonProperty("failed")
    FAILED("failed"),
    /** There is none because somebody said so. */
    @JsonProperty("cancelled")
    CANCELLED("cancelled");

    private final String word;

    ImageExecutionState(String word) {
        this.word = word;
    }

    /** In lower case. */
    public String word() {
        return word;
    }

    /** Whether nothing follows any more. */
    public boolean isEnd() {
        return switch (this) {
            case PENDING, BUILDING, TESTING -> false;
            case AVAILABLE, FAILED, CANCELLED -> true;
        };
    }
}

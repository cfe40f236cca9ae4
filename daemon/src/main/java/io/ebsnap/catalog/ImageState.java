package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where an image is in its life, in EC2's words. */
public enum ImageState {
    /** Its snapshots are being taken or copied. */
    @JsonProperty("pending")
    PENDING("pending"),
    /** Volumes can be launched from it. */
    @JsonProperty("available")
    AVAILABLE("available"),
    /** Its snapshots could not be taken. */
    @JsonProperty("failed")
    FAILED("failed"),
    /** It is given up, and can be had back for a while. */
    @JsonProperty("deregistered")
    DEREGISTERED("deregistered"),
    /** Its owner wants nobody to use it for now. */
    @JsonProperty("disabled")
    DISABLED("disabled"),
    /** One of its snapshots is gone. */
    @JsonProperty("error")
    ERROR("error");

    private final String word;

    ImageState(String word) {
        this.word = word;
    }

    /** As EC2 says it. */
    public String word() {
        return word;
    }
}

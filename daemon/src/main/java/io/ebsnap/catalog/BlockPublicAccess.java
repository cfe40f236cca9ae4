package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether an account's snapshots may be public, in EC2's words. */
public enum BlockPublicAccess {
    /** They may. */
    @JsonProperty("unblocked")
    UNBLOCKED("unblocked"),
    /** Those that are public stay so, and no other becomes it. */
    @JsonProperty("block-new-sharing")
    BLOCK_NEW_SHARING("block-new-sharing"),
    /** No other becomes it, and those that are marked public are not as long as this holds. */
    @JsonProperty("block-all-sharing")
    BLOCK_ALL_SHARING("block-all-sharing");

    private final String word;

    BlockPublicAccess(String word) {
        this.word = word;
    }

    /** EC2's word. */
    public String word() {
        return word;
    }
}

package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How firmly a snapshot is locked, in EC2's words; the firmer one is greater. */
public enum LockMode {
    /** Its owner or the administrator may take the lock off. */
    @JsonProperty("governance")
    GOVERNANCE("governance"),
    /** Nobody may, once the cool-off period is over; it can be made longer only. */
    @JsonProperty("compliance")
    COMPLIANCE("compliance");

    private final String word;

    LockMode(String word) {
        this.word = word;
    }

    /** EC2's word. */
    public String word() {
        return word;
    }
}

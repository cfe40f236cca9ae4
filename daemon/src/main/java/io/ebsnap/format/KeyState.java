package io.ebsnap.format;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a KMS key is in its life, with KMS's words. A key that was deleted is no key any more: see {@link DeletedKey}. */
public enum KeyState {
    /** It may be used. */
    @JsonProperty("Enabled")
    ENABLED("Enabled"),
    /** It may not be used until it is enabled again. */
    @JsonProperty("Disabled")
    DISABLED("Disabled"),
    /** It may not be used, and is deleted at its deletion date. */
    @JsonProperty("PendingDeletion")
    PENDING_DELETION("PendingDeletion");

    private final String word;

    KeyState(String word) {
        this.word = word;
    }

    /** As KMS says it. */
    public String word() {
        return word;
    }
}

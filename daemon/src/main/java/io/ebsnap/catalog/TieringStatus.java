package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What became of the last move of a snapshot between tiers, in EC2's words. */
public enum TieringStatus {
    @JsonProperty("archival-in-progress")
    ARCHIVAL_IN_PROGRESS("archival-in-progress"),
    @JsonProperty("archival-completed")
    ARCHIVAL_COMPLETED("archival-completed"),
    @JsonProperty("archival-failed")
    ARCHIVAL_FAILED("archival-failed"),
    @JsonProperty("temporary-restore-in-progress")
    TEMPORARY_RESTORE_IN_PROGRESS("temporary-restore-in-progress"),
    @JsonProperty("temporary-restore-completed")
    TEMPORARY_RESTORE_COMPLETED("temporary-restore-completed"),
    @JsonProperty("temporary-restore-failed")
    TEMPORARY_RESTORE_FAILED("temporary-restore-failed"),
    @JsonProperty("permanent-restore-in-progress")
    PERMANENT_RESTORE_IN_PROGRESS("permanent-restore-in-progress"),
    @JsonProperty("permanent-restore-completed")
    PERMANENT_RESTORE_COMPLETED("permanent-restore-completed"),
    @JsonProperty("permanent-restore-failed")
    PERMANENT_RESTORE_FAILED("permanent-restore-failed");

    private final String word;

    TieringStatus(String word) {
        this.word = word;
    }

    /** EC2's word. */
    public String word() {
        return word;
    }

    /** Whether it is under way. */
    public boolean inProgress() {
        return switch (this) {
            case ARCHIVAL_IN_PROGRESS, TEMPORARY_RESTORE_IN_PROGRESS, PERMANENT_RESTORE_IN_PROGRESS -> true;
            case ARCHIVAL_COMPLETED,
                    ARCHIVAL_FAILED,
                    TEMPORARY_RESTORE_COMPLETED,
                    TEMPORARY_RESTORE_FAILED,
                    PERMANENT_RESTORE_COMPLETED,
                    PERMANENT_RESTORE_FAILED -> false;
        };
    }

    /** What it is when that which is under way has failed; itself if nothing is under way. */
    public TieringStatus failed() {
        return switch (this) {
            case ARCHIVAL_IN_PROGRESS -> ARCHIVAL_FAILED;
            case TEMPORARY_RESTORE_IN_PROGRESS -> TEMPORARY_RESTORE_FAILED;
            case PERMANENT_RESTORE_IN_PROGRESS -> PERMANENT_RESTORE_FAILED;
            case ARCHIVAL_COMPLETED,
                    ARCHIVAL_FAILED,
                    TEMPORARY_RESTORE_COMPLETED,
                    TEMPORARY_RESTORE_FAILED,
                    PERMANENT_RESTORE_COMPLETED,
                    PERMANENT_RESTORE_FAILED -> this;
        };
    }
}

package io.ebsnap.lifecycle;

import java.time.Instant;

/**
 * Something that policies did, or would do.
 *
 * @param time when
 * @param kind what
 * @param policyId of which policy; empty where several are meant
 * @param policy its name
 * @param schedule of which schedules, by name, or empty
 * @param volumeId of which volume; empty for none
 * @param snapshotId of which snapshot; empty if there is none
 * @param reason why, or what came of it
 */
public record Occurrence(
        Instant time,
        Kind kind,
        String policyId,
        String policy,
        String schedule,
        String volumeId,
        String snapshotId,
        String reason) {

    /** What. */
    public enum Kind {
        /** A snapshot was taken. */
        CREATED,
        /** One was not taken: the reason says why. */
        SKIPPED,
        /** A snapshot was deleted. */
        DELETED,
        /** A snapshot was to be deleted, and stays: the reason says why. */
        KEPT,
        /** Something was done with one. */
        FOLLOWED_UP,
        /** Something could not be done with one: it is tried again. */
        FAILED,
        /** Times of a schedule have passed, and are not made up for. */
        MISSED,
        /** A policy is not carried out: the reason says why. */
        IDLE
    }
}

package io.ebsnap.snapshot;

import java.util.EnumSet;
import java.util.Set;

/** The states of a snapshot on its way from a fixed instant to a completed record. */
enum JobState {
    /** Its instant is held, its record is pending; it waits for its turn. */
    QUEUED,
    /** Blocks are read and stored. What is stored is found again by its ids, so this can begin anew at any time. */
    COPYING,
    /** Everything was read; packs, block map and record are made durable, in this order. */
    COMMITTING,
    /** The record says completed: the one update that commits. The end. */
    COMPLETED,
    /** The record says error. The end. */
    FAILED,
    /** The daemon stops; the record stays pending and the next daemon goes on. The end. */
    PAUSED;

    /** Whether this is an end. */
    boolean ended() {
        return followers().isEmpty();
    }

    /** Whether a state may follow this one. */
    boolean mayBecome(JobState next) {
        return followers().contains(next);
    }

    SnapshotPhase phase() {
        return switch (this) {
            case QUEUED -> SnapshotPhase.QUEUED;
            case COPYING -> SnapshotPhase.COPYING;
            case COMMITTING -> SnapshotPhase.COMMITTING;
            case COMPLETED, FAILED, PAUSED -> SnapshotPhase.DONE;
        };
    }

    private Set<JobState> followers() {
        return switch (this) {
            case QUEUED -> EnumSet.of(COPYING, FAILED, PAUSED);
            case COPYING -> EnumSet.of(COMMITTING, FAILED, PAUSED);
            case COMMITTING -> EnumSet.of(COMPLETED, FAILED);
            case COMPLETED, FAILED, PAUSED -> EnumSet.noneOf(JobState.class);
        };
    }
}

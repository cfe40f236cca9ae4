package io.ebsnap.restore.warm;

import io.ebsnap.catalog.FastRestoreRecord;
import io.ebsnap.catalog.FastRestoreState;
import io.ebsnap.catalog.FastRestoreTimes;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import java.time.Duration;
import java.time.Instant;

/**
 * The life of fast restore of a snapshot in a zone: the states that follow each other, with EC2's times and reasons. Each change is a record to be
 * written; none has an effect of its own.
 *
 * <pre>
 *   enable            image begun        image durable
 *   ------> ENABLING ------------> OPTIMIZING --------> ENABLED
 *              ^ |                     |  ^                | |
 *              | +------- disable, snapshot deleted, damage -+----> DISABLING --> DISABLED --> (a day later: no record)
 *              |                       |  +-- image lost --+                        |
 *              +------------------------------- enable -----------------------------+
 * </pre>
 */
final class FastRestoreLife {

    static final String USER = "Client.UserInitiated";
    static final String AFTER_USER = "Client.UserInitiated - Lifecycle state transition";
    static final String FAULT = "Server.InternalError";

    /** How long one that is disabled is told. */
    static final Duration TOLD = Duration.ofDays(1);

    private FastRestoreLife() {}

    /** Ordered by a user. */
    static FastRestoreRecord ordered(SnapshotRecord snapshot, String zone, Instant now) {
        SnapshotContent content = snapshot.content();
        if (content == null) {
            throw new Failure.Conflict(
                    snapshot.snapshotId() + " is not completed", "wait for it: ebsnap snapshot wait");
        }
        return new FastRestoreRecord(
                snapshot.snapshotId(),
                zone,
                FastRestoreState.ENABLING,
                USER,
                "",
                snapshot.ownerId(),
                snapshot.origin().sizeBytes(),
                content.fullSnapshotSizeInBytes(),
                FastRestoreTimes.ordered(now),
                CreditBucket.empty(now));
    }

    /** Ordered again: what is under way or there stays so, and says nothing of what was in the way. A new image is as the new order says. */
    static FastRestoreRecord orderedAgain(FastRestoreRecord old, FastRestoreRecord order) {
        Instant now = order.times().enabling();
        return switch (old.state()) {
            case ENABLING, OPTIMIZING, ENABLED -> old.saying("");
            case DISABLING ->
                throw new Failure.Conflict(
                        "fast restore of " + old.snapshotId() + " is being disabled", "enable it when that has ended");
            case DISABLED ->
                old.with(CreditBucket.empty(now))
                        .encrypted(order.encryption())
                        .in(FastRestoreState.ENABLING, FastRestoreTimes.ordered(now), USER, "");
        };
    }

    /** Its image is begun. */
    static FastRestoreRecord optimizing(FastRestoreRecord old, Instant now) {
        require(old, old.state() == FastRestoreState.ENABLING, FastRestoreState.OPTIMIZING);
        return moved(old, FastRestoreState.OPTIMIZING, now, AFTER_USER, "");
    }

    /** Its image is durable. The credits begin at none. */
    static FastRestoreRecord enabled(FastRestoreRecord old, Instant now) {
        require(old, old.state() == FastRestoreState.OPTIMIZING, FastRestoreState.ENABLED);
        return moved(old, FastRestoreState.ENABLED, now, AFTER_USER, "").with(CreditBucket.empty(now));
    }

    /** The image of one that was enabled is not there any more: it is made again. */
    static FastRestoreRecord imageLost(FastRestoreRecord old, Instant now, String why) {
        require(old, old.state() == FastRestoreState.ENABLED, FastRestoreState.OPTIMIZING);
        return moved(old, FastRestoreState.OPTIMIZING, now, FAULT, why);
    }

    /** Given up, by whom or what {@code reason} says; one that is given up already stays as it is. */
    static FastRestoreRecord disabling(FastRestoreRecord old, Instant now, String reason, String why) {
        return isGivenUp(old) ? old : moved(old, FastRestoreState.DISABLING, now, reason, why);
    }

    /** Everything that was made for it is removed. */
    static FastRestoreRecord disabled(FastRestoreRecord old, Instant now) {
        require(old, old.state() == FastRestoreState.DISABLING, FastRestoreState.DISABLED);
        String reason = old.stateTransitionReason().equals(FAULT) ? FAULT : AFTER_USER;
        return moved(old, FastRestoreState.DISABLED, now, reason, old.message());
    }

    /** Whether nothing is made, or will be, for it. */
    static boolean isGivenUp(FastRestoreRecord record) {
        return record.state() == FastRestoreState.DISABLING || record.state() == FastRestoreState.DISABLED;
    }

    /** Whether one that is disabled need not be told any more. */
    static boolean isForgettable(FastRestoreRecord record, Instant now) {
        Instant since = record.times().disabled();
        return record.state() == FastRestoreState.DISABLED && (since == null || !now.isBefore(since.plus(TOLD)));
    }

    private static FastRestoreRecord moved(
            FastRestoreRecord old, FastRestoreState next, Instant now, String reason, String why) {
        return old.in(next, old.times().with(next, now), reason, why);
    }

    private static void require(FastRestoreRecord old, boolean allowed, FastRestoreState next) {
        if (!allowed) {
            throw new Failure.Conflict("fast restore of " + old.snapshotId() + " is "
                    + old.state().word() + " and cannot become " + next.word());
        }
    }
}

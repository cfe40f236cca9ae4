package io.ebsnap.lock;

import io.ebsnap.catalog.LockMode;
import io.ebsnap.catalog.LockedContent;
import io.ebsnap.catalog.SnapshotLockRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may become of a lock, as EC2 has it. */
final class LockRules {

    static final int DAYS_MAX = 36_500;
    static final int COOL_OFF_HOURS_MAX = 72;

    private LockRules() {}

    /** The lock that an order makes of the one that there is. */
    static SnapshotLockRecord ordered(
            Optional<SnapshotLockRecord> current, LockOrder order, SnapshotRecord snapshot, Instant now) {
        requireSound(order, now);
        SnapshotLockRecord ordered = made(current, order, snapshot, now);
        current.ifPresent(lock -> requireAllowed(lock, order, ordered, now));
        return ordered;
    }

    /** Nothing if a lock may be taken off. */
    static void requireRemovable(SnapshotLockRecord lock, Instant now) {
        if (LockState.of(lock, now) == LockState.COMPLIANCE) {
            throw new Failure.Conflict(
                    lock.snapshotId() + " is locked in compliance mode " + until(lock)
                            + ": nobody can take that lock off",
                    "it can be made longer: ebsnap snapshot lock");
        }
    }

    /** {@code until 2027-01-01T00:00:00Z}, or how long after the snapshot's completion. */
    static String until(SnapshotLockRecord lock) {
        return lock.lockExpiresOn() == null
                ? "for " + lock.lockDuration() + " days from its completion on"
                : "until " + lock.lockExpiresOn();
    }

    /** The end of a lock whose duration begins to count. */
    static Instant end(SnapshotLockRecord lock, Instant start) {
        return lock.lockExpiresOn() == null ? start.plus(lock.lockDuration(), ChronoUnit.DAYS) : lock.lockExpiresOn();
    }

    private static void requireSound(LockOrder order, Instant now) {
        Integer days = order.durationDays();
        Instant date = order.expirationDate();
        if ((days == null) == (date == null)) {
            throw new Failure.Invalid("a lock has either a duration or an expiration date");
        }
        if (days != null && (days < 1 || days > DAYS_MAX)) {
            throw new Failure.Invalid("a lock lasts 1 to " + DAYS_MAX + " days, not " + days);
        }
        if (date != null && (!date.isAfter(now) || date.isAfter(now.plus(DAYS_MAX, ChronoUnit.DAYS)))) {
            throw new Failure.Invalid("a lock ends in the future, at most " + DAYS_MAX + " days from now, " + now
                    + ", and not at " + date);
        }
        Integer hours = order.coolOffHours();
        if (hours != null && order.mode() != LockMode.COMPLIANCE) {
            throw new Failure.Invalid("only a lock in compliance mode has a cool-off period");
        }
        if (hours != null && (hours < 1 || hours > COOL_OFF_HOURS_MAX)) {
            throw new Failure.Invalid("a cool-off period is 1 to " + COOL_OFF_HOURS_MAX + " hours, not " + hours);
        }
    }

    private static SnapshotLockRecord made(
            Optional<SnapshotLockRecord> current, LockOrder order, SnapshotRecord snapshot, Instant now) {
        LockedContent content = LockedContent.of(snapshot);
        Integer hours = order.coolOffHours();
        return new SnapshotLockRecord(
                snapshot.snapshotId(),
                snapshot.ownerId(),
                order.mode(),
                current.filter(lock -> LockState.of(lock, now) != LockState.EXPIRED)
                        .map(SnapshotLockRecord::lockCreatedOn)
                        .orElse(now),
                days(order, now),
                content == null ? null : now,
                expiresOn(order, content, now),
                hours,
                hours == null ? null : now.plus(hours, ChronoUnit.HOURS),
                snapshot.kmsKeyId(),
                snapshot.origin().domainId(),
                current.map(SnapshotLockRecord::content).orElse(content));
    }

    private static int days(LockOrder order, Instant now) {
        return order.durationDays() != null
                ? order.durationDays()
                : Math.toIntExact(Math.ceilDiv(
                        Duration.between(now, order.expirationDate()).toSeconds(),
                        Duration.ofDays(1).toSeconds()));
    }

    private static @Nullable Instant expiresOn(LockOrder order, @Nullable LockedContent content, Instant now) {
        if (order.expirationDate() != null) {
            return order.expirationDate().truncatedTo(ChronoUnit.MILLIS);
        }
        return content == null || order.durationDays() == null ? null : now.plus(order.durationDays(), ChronoUnit.DAYS);
    }

    private static void requireAllowed(
            SnapshotLockRecord current, LockOrder order, SnapshotLockRecord ordered, Instant now) {
        switch (LockState.of(current, now)) {
            case EXPIRED, GOVERNANCE, COMPLIANCE_COOLOFF -> {}
            case COMPLIANCE -> {
                if (order.mode() != LockMode.COMPLIANCE) {
                    throw longerOnly(current, "its mode cannot be changed");
                }
                if (order.coolOffHours() != null) {
                    throw longerOnly(current, "it has no cool-off period any more");
                }
                if (isShorter(ordered, current, now)) {
                    throw longerOnly(current, "it can be made longer only");
                }
            }
        }
    }

    /** An end that is not known yet is as far away as its duration at least; of two such the durations are compared. */
    private static boolean isShorter(SnapshotLockRecord ordered, SnapshotLockRecord current, Instant now) {
        Instant end = current.lockExpiresOn();
        if (end == null) {
            return ordered.lockExpiresOn() != null || ordered.lockDuration() < current.lockDuration();
        }
        return end(ordered, now).isBefore(end);
    }

    private static Failure longerOnly(SnapshotLockRecord current, String why) {
        return new Failure.Conflict(
                current.snapshotId() + " is locked in compliance mode " + until(current) + ": " + why,
                "name a later end, in compliance mode, without a cool-off period");
    }
}

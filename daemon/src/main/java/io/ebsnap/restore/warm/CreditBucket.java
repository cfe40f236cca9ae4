package io.ebsnap.restore.warm;

import io.ebsnap.catalog.FastRestoreCredits;
import io.ebsnap.restore.FastRestore;
import java.time.Instant;
import java.util.Optional;

/**
 * EBS's rule of credits, without rounding: a bucket holds max(1, min(10, 1024 / size)) credits, begins empty, and is filled with min(10, 1024 /
 * size) credits an hour, the size being that of the snapshot in GiB. A volume takes one whole credit.
 *
 * <p>A credit has as many parts as makes all of that whole numbers. A clock that was set back adds nothing; what it skips when it is set
 * forward counts.
 *
 * @param gibibytes size of the snapshot, rounded up, 1 or more
 */
record CreditBucket(long gibibytes) {

    private static final long GIBIBYTE = 1L << 30;
    private static final long MILLIS_PER_HOUR = 3_600_000;
    private static final long PER_HOUR_MAX = 10;
    private static final long GIBIBYTES_PER_HOUR = 1024;

    /** The bucket of a snapshot. */
    static CreditBucket of(long sizeBytes) {
        return new CreditBucket(Math.max(1, Math.ceilDiv(sizeBytes, GIBIBYTE)));
    }

    /** An empty one. */
    static FastRestoreCredits empty(Instant now) {
        return new FastRestoreCredits(0, now);
    }

    /** Of one credit. */
    long creditParts() {
        return gibibytes * MILLIS_PER_HOUR;
    }

    private long partsPerMilli() {
        return Math.min(PER_HOUR_MAX * gibibytes, GIBIBYTES_PER_HOUR);
    }

    long capacityParts() {
        return Math.max(gibibytes, partsPerMilli()) * MILLIS_PER_HOUR;
    }

    /** The balance as it is at a later time. */
    FastRestoreCredits filled(FastRestoreCredits before, Instant now) {
        long most = Math.ceilDiv(capacityParts(), partsPerMilli());
        long elapsed = Math.clamp(now.toEpochMilli() - before.time().toEpochMilli(), 0, most);
        return new FastRestoreCredits(Math.min(capacityParts(), before.parts() + elapsed * partsPerMilli()), now);
    }

    /** The balance without one credit; empty if there is no whole one. */
    Optional<FastRestoreCredits> take(FastRestoreCredits before, Instant now) {
        FastRestoreCredits full = filled(before, now);
        return full.parts() < creditParts()
                ? Optional.empty()
                : Optional.of(new FastRestoreCredits(full.parts() - creditParts(), now));
    }

    /** The balance with a credit that was not used after all. */
    FastRestoreCredits giveBack(FastRestoreCredits before) {
        return new FastRestoreCredits(Math.min(capacityParts(), before.parts() + creditParts()), before.time());
    }

    /** When there is a whole credit: {@code now} if there is one. */
    Instant nextWhole(FastRestoreCredits before, Instant now) {
        long lacking = Math.max(0, creditParts() - filled(before, now).parts());
        return now.plusMillis(Math.ceilDiv(lacking, partsPerMilli()));
    }

    /** As people see it. */
    FastRestore.Balance balance(FastRestoreCredits before, Instant now) {
        double credit = creditParts();
        return new FastRestore.Balance(
                filled(before, now).parts() / credit,
                capacityParts() / credit,
                partsPerMilli() * MILLIS_PER_HOUR / credit,
                nextWhole(before, now));
    }
}

package io.ebsnap.aws.ec2;

import io.ebsnap.api.LockRequest.DescribeLockedSnapshots;
import io.ebsnap.api.LockRequest.LockSnapshot;
import io.ebsnap.api.LockRequest.UnlockSnapshot;
import io.ebsnap.api.LockTerms;
import io.ebsnap.api.SnapshotLock;
import io.ebsnap.aws.ec2.Reading.Kind;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Locks of snapshots. */
final class SnapshotLockActions implements Ec2Actions {

    private static final String DESCRIBE = "DescribeLockedSnapshots";
    private static final int DAYS_MAX = 36_500;
    private static final int HOURS_MAX = 72;

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of(
                "LockSnapshot",
                SnapshotLockActions::lock,
                "UnlockSnapshot",
                in -> new Prepared.Asked<>(
                        new UnlockSnapshot(Reading.id(in, "SnapshotId", Kind.SNAPSHOT)),
                        (answer, out) -> out.add("snapshotId", answer.snapshotId())),
                DESCRIBE,
                SnapshotLockActions::describe);
    }

    private static Prepared lock(Parameters in) {
        LockSnapshot request = new LockSnapshot(
                Reading.id(in, "SnapshotId", Kind.SNAPSHOT),
                in.required("LockMode"),
                in.number("LockDuration", 1, DAYS_MAX),
                in.time("ExpirationDate"),
                in.number("CoolOffPeriod", 1, HOURS_MAX));
        return new Prepared.Asked<>(request, (answer, out) -> {
            out.add("snapshotId", answer.snapshotId());
            terms(answer.terms(), out);
        });
    }

    private static Prepared describe(Parameters in) {
        List<String> ids = Reading.ids(in, "SnapshotId", Kind.SNAPSHOT);
        return new Prepared.Asked<>(
                new DescribeLockedSnapshots(ids, Reading.filters(in), Reading.page(in, DESCRIBE, 5, !ids.isEmpty())),
                (answer, out) -> {
                    out.list("snapshotSet", answer.snapshots(), SnapshotLockActions::locked);
                    out.add("nextToken", Reading.token(DESCRIBE, answer.nextToken()));
                });
    }

    private static void locked(SnapshotLock lock, Xml out) {
        out.add("ownerId", lock.ownerId()).add("snapshotId", lock.snapshotId());
        terms(lock.terms(), out);
    }

    private static void terms(LockTerms terms, Xml out) {
        out.add("lockState", terms.lockState())
                .add("lockDuration", terms.lockDuration())
                .add("coolOffPeriod", terms.coolOffPeriod())
                .add("coolOffPeriodExpiresOn", terms.coolOffPeriodExpiresOn())
                .add("lockCreatedOn", terms.lockCreatedOn())
                .add("lockDurationStartTime", terms.lockDurationStartTime())
                .add("lockExpiresOn", terms.lockExpiresOn());
    }
}

package io.ebsnap.cli;

import io.ebsnap.api.LockTerms;
import io.ebsnap.api.SnapshotLock;
import java.util.List;

/** Locks as people see them. */
final class LockViews {

    private LockViews() {}

    static Table one(SnapshotLock lock) {
        LockTerms terms = lock.terms();
        return Table.pairs()
                .row("snapshot", lock.snapshotId())
                .row("lock", terms.lockState())
                .row("locked on", Human.time(terms.lockCreatedOn()))
                .row("duration", days(terms))
                .row("expires", end(terms))
                .row("cool-off until", Human.time(terms.coolOffPeriodExpiresOn()));
    }

    static Table list(List<SnapshotLock> locks) {
        Table table = Table.of("SNAPSHOT", "OWNER", "LOCK", "LOCKED", ">DURATION", "EXPIRES", "COOL-OFF UNTIL");
        for (SnapshotLock lock : locks) {
            LockTerms terms = lock.terms();
            table.row(
                    lock.snapshotId(),
                    lock.ownerId(),
                    terms.lockState(),
                    Human.time(terms.lockCreatedOn()),
                    days(terms),
                    end(terms),
                    Human.time(terms.coolOffPeriodExpiresOn()));
        }
        return table;
    }

    /** The same in a few words. */
    static String words(LockTerms terms) {
        return terms.lockState() + ", " + (terms.lockState().equals("expired") ? "since " : "until ") + end(terms);
    }

    private static String days(LockTerms terms) {
        return terms.lockDuration() + (terms.lockDuration() == 1 ? " day" : " days");
    }

    private static String end(LockTerms terms) {
        return terms.lockExpiresOn() == null
                ? days(terms) + " after it is completed"
                : Human.time(terms.lockExpiresOn());
    }
}

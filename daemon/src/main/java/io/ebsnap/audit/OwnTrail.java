package io.ebsnap.audit;

import io.ebsnap.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The lines of one account, by its own numbers: those that it has asked for, and what became of its things. Segments that have none of them are passed over, which their
 * headers tell.
 */
final class OwnTrail implements AuditTrail {

    private final AuditLog log;
    private final SegmentFiles files;
    private final AuditReading reading;
    private final String account;

    /**
     * Over a log.
     *
     * @param reading of the same log
     * @param account 12 digits
     */
    OwnTrail(AuditLog log, SegmentFiles files, AuditReading reading, String account) {
        this.log = log;
        this.files = files;
        this.reading = reading;
        this.account = account;
    }

    @Override
    public AuditReading.Part after(long after, int linesMax, Predicate<AuditLine> wanted) {
        long ownEnd = log.latestOf(account);
        long end = log.latest(); // asked for behind the other, so that nothing is missing before that
        List<AuditLine> found = new ArrayList<>();
        for (long segment : segmentsBehind(after, ownEnd)) {
            for (AuditLine line : reading.lines(segment, 1, end)) {
                if (isBehind(line, after) && line.own().sequence() <= ownEnd && wanted.test(line)) {
                    found.add(line.asOwn());
                }
                if (found.size() == linesMax) {
                    long next = found.getLast().sequence();
                    return new AuditReading.Part(found, next, next >= ownEnd);
                }
            }
        }
        return new AuditReading.Part(found, ownEnd, true);
    }

    private boolean isBehind(AuditLine line, long after) {
        return line.deed().ownerId().equals(account) && line.own().sequence() > after;
    }

    /** In their order; one whose header cannot be read may have lines. */
    private List<Long> segmentsBehind(long after, long ownEnd) {
        List<Long> found = new ArrayList<>();
        long behind = ownEnd;
        for (long segment : files.all().reversed()) {
            if (behind <= after) {
                break;
            }
            Optional<Long> before = before(segment);
            if (before.isEmpty() || before.get() < behind) {
                found.addFirst(segment);
            }
            behind = before.orElse(behind);
        }
        return found;
    }

    /** The number of the account's last line before a segment. */
    private Optional<Long> before(long segment) {
        try {
            return Optional.of(reading.header(segment).owners().getOrDefault(account, 0L));
        } catch (Failure.Corrupt | Failure.TooNew | Failure.Unavailable unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public boolean await(long after, Duration limit) throws InterruptedException {
        return log.await(() -> log.latestOf(account), after, limit);
    }

    /** Of a chain the lines of others are links. */
    @Override
    public AuditVerification verify(long asked) {
        throw new Failure.Denied(
                "proving the audit log is the administrator's alone", "root may; see ebsnap(1), ACCOUNTS");
    }
}

package io.ebsnap.audit;

import io.ebsnap.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One verification of the whole log. Used by one thread. */
final class AuditVerifying {

    private static final int FINDINGS_MAX = 100;

    private final SegmentFiles files;
    private final Chain chain;
    private final AuditText text;
    private final long latest;
    private final List<String> findings = new ArrayList<>();
    private Optional<ChainHash> previous = Optional.empty();
    private long next;
    private long first;
    private ChainHash lastHash = ChainHash.NONE;
    private @Nullable String askedHash;

    /** @param latest lines behind it may be written just now, and are not looked at */
    AuditVerifying(SegmentFiles files, Chain chain, AuditText text, long latest) {
        this.files = files;
        this.chain = chain;
        this.text = text;
        this.latest = latest;
    }

    AuditVerification verify(long asked) {
        List<Long> all = files.all();
        if (!all.isEmpty() && all.getFirst() == 1) {
            previous = Optional.of(ChainHash.NONE);
        }
        for (long segment : all) {
            if (segment <= latest + 1) {
                look(segment, asked, segment == all.getLast());
            }
        }
        if (next - 1 < latest) {
            find("lines " + Math.max(1, next) + " to " + latest + " are missing at its end");
        }
        return new AuditVerification(first, Math.max(0, next - 1), lastHash.hex(), askedHash, findings);
    }

    private void look(long segment, long asked, boolean isLast) {
        SegmentReading reading = read(segment);
        if (reading.header().isEmpty()) {
            find(files.path(segment) + " does not stand behind what is before it, or its first line was changed");
            previous = Optional.empty();
            next = segment;
            return;
        }
        SegmentHeader header = reading.header().get();
        if (next != 0 && header.first() != next) {
            find("lines " + next + " to " + (header.first() - 1) + " are missing");
        }
        for (SegmentReading.Placed placed : reading.lines()) {
            if (placed.line().sequence() > latest) {
                break;
            }
            take(placed, asked);
        }
        next = Math.min(latest + 1, header.first() + reading.lines().size());
        boolean beingWritten = isLast && reading.fault() == SegmentReading.Fault.TORN;
        if (reading.fault() != null && !beingWritten && next <= latest) {
            find(files.path(segment) + " is damaged behind line " + (next - 1));
        }
        previous = Optional.of(reading.last());
    }

    private SegmentReading read(long segment) {
        try {
            return SegmentReading.of(files.read(segment), chain, text, previous);
        } catch (Failure.Corrupt | Failure.TooNew | Failure.Unavailable e) {
            find(files.path(segment) + " cannot be read: " + e.getMessage());
            return new SegmentReading(Optional.empty(), List.of(), ChainHash.NONE, 0, SegmentReading.Fault.DAMAGED);
        }
    }

    private void take(SegmentReading.Placed placed, long asked) {
        if (first == 0) {
            first = placed.line().sequence();
        }
        lastHash = placed.hash();
        if (placed.line().sequence() == asked) {
            askedHash = placed.hash().hex();
        }
    }

    private void find(String what) {
        if (findings.size() < FINDINGS_MAX) {
            findings.add(what);
        }
    }
}

package io.ebsnap.control;

import io.ebsnap.api.AuditEntryList;
import io.ebsnap.api.AuditLogVerification;
import io.ebsnap.api.AuditRequest;
import io.ebsnap.api.AuditRequest.DescribeAuditLog;
import io.ebsnap.api.AuditRequest.DescribeEvents;
import io.ebsnap.api.AuditRequest.VerifyAuditLog;
import io.ebsnap.api.Page;
import io.ebsnap.audit.AuditEntries;
import io.ebsnap.audit.AuditKind;
import io.ebsnap.audit.AuditLine;
import io.ebsnap.audit.AuditReading;
import io.ebsnap.audit.AuditTrail;
import io.ebsnap.audit.AuditVerification;
import io.ebsnap.failure.Failure;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The actions about the audit log. */
final class AuditActions {

    private static final int WAIT_SECONDS_MAX = 60;
    private static final Set<String> KINDS =
            Arrays.stream(AuditKind.values()).map(AuditKind::word).collect(Collectors.toUnmodifiableSet());

    private final AuditTrail trail;

    AuditActions(AuditTrail trail) {
        this.trail = trail;
    }

    Record handle(AuditRequest<?> request) {
        return switch (request) {
            case DescribeAuditLog describe -> describe(describe);
            case DescribeEvents describe -> events(describe);
            case VerifyAuditLog verify -> verify(verify);
        };
    }

    private AuditEntryList describe(DescribeAuditLog request) {
        for (String kind : request.kinds()) {
            if (!KINDS.contains(kind)) {
                throw new Failure.Invalid("there are no lines of kind '" + kind + "'");
            }
        }
        Set<String> kinds = Set.copyOf(request.kinds());
        return list(trail.after(
                number(request.after()),
                limit(request.maxResults()),
                line -> kinds.isEmpty() || kinds.contains(line.kind().word())));
    }

    private AuditEntryList events(DescribeEvents request) {
        Predicate<AuditLine> isEvent = line -> line.kind() == AuditKind.EVENT;
        int limit = limit(request.maxResults());
        AuditReading.Part part = trail.after(number(request.after()), limit, isEvent);
        if (part.lines().isEmpty() && wait(part.next(), request.waitSeconds())) {
            part = trail.after(part.next(), limit, isEvent);
        }
        return list(part);
    }

    /** A line that is no event ends the wait too: the client asks again. */
    private boolean wait(long after, @Nullable Integer seconds) {
        if (seconds == null || seconds == 0) {
            return false;
        }
        if (seconds < 0 || seconds > WAIT_SECONDS_MAX) {
            throw new Failure.Invalid("WaitSeconds " + seconds + " is not from 0 to " + WAIT_SECONDS_MAX);
        }
        try {
            return trail.await(after, Duration.ofSeconds(seconds));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private AuditLogVerification verify(VerifyAuditLog request) {
        AuditVerification found = trail.verify(number(request.sequence()));
        return new AuditLogVerification(found.first(), found.last(), found.hash(), found.askedHash(), found.findings());
    }

    private static AuditEntryList list(AuditReading.Part part) {
        return new AuditEntryList(part.lines().stream().map(AuditEntries::of).toList(), part.next(), part.isEnd());
    }

    private static long number(@Nullable Long wanted) {
        if (wanted != null && wanted < 0) {
            throw new Failure.Invalid("a sequence number is not negative: " + wanted);
        }
        return wanted == null ? 0 : wanted;
    }

    private static int limit(@Nullable Integer wanted) {
        return Pages.limit(new Page(wanted, null));
    }
}

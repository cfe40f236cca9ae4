package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of the audit log.
 *
 * @param sequence its number, from 1
 * @param time of the daemon's machine
 * @param kind {@code request}, {@code response}, {@code intent}, {@code event} or {@code withdrawn}
 * @param of number of the line that it is about; absent where there is none
 * @param principal {@code user:NAME} or {@code daemon}
 * @param accountId 12 digits
 * @param ownerId the account that sees the line, beside the administrator; absent if none does
 * @param action of a request its name, of an event what happened
 * @param resources ids
 * @param result what came of it; absent of what is not done yet
 * @param message why, where there is something to say
 * @param details what tells more
 */
public record AuditEntry(
        long sequence,
        Instant time,
        String kind,
        @Nullable Long of,
        String principal,
        String accountId,
        @Nullable String ownerId,
        String action,
        List<String> resources,
        @Nullable String result,
        @Nullable String message,
        List<AuditDetail> details) {}

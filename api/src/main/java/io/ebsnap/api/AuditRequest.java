package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** About the audit log and the events in it. */
public sealed interface AuditRequest<A extends Record> extends Request<A> {

    /**
     * Lines of the audit log.
     *
     * @param after sequence number of the line before the first one that is wanted; absent for the beginning
     * @param maxResults 1 to {@link Limits#PAGE_ITEMS_MAX}, which is also what absence means
     * @param kinds {@code request}, {@code response}, {@code intent}, {@code event}, {@code withdrawn}; empty for all
     */
    record DescribeAuditLog(@Nullable Long after, @Nullable Integer maxResults, List<String> kinds)
            implements AuditRequest<AuditEntryList> {
        @Override
        public Class<AuditEntryList> answerType() {
            return AuditEntryList.class;
        }
    }

    /**
     * Events, in their order.
     *
     * @param after the cursor: {@code NextSequence} of the answer before; absent for the beginning of the log
     * @param maxResults 1 to {@link Limits#PAGE_ITEMS_MAX}, which is also what absence means
     * @param waitSeconds how long to wait for one if there is none, 0 to 60; absent for not at all
     */
    record DescribeEvents(
            @Nullable Long after,
            @Nullable Integer maxResults,
            @Nullable Integer waitSeconds) implements AuditRequest<AuditEntryList> {
        @Override
        public Class<AuditEntryList> answerType() {
            return AuditEntryList.class;
        }
    }

    /**
     * Proves every line of the audit log.
     *
     * @param sequence number of a line whose hash is wanted; absent if none is
     */
    record VerifyAuditLog(@Nullable Long sequence) implements AuditRequest<AuditLogVerification> {
        @Override
        public Class<AuditLogVerification> answerType() {
            return AuditLogVerification.class;
        }
    }
}

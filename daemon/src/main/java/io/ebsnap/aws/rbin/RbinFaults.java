package io.ebsnap.aws.rbin;

import io.ebsnap.api.ApiError;
import io.ebsnap.aws.AwsFault;

/** What went wrong, in the words of the Recycle Bin. */
final class RbinFaults {

    private static final String REASON = "Reason";
    private static final String VALIDATION = "ValidationException";
    private static final int PAYMENT_REQUIRED = 402;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;

    private RbinFaults() {}

    /** What may work later has a status that makes SDKs try again; what will not has none. */
    static AwsFault of(ApiError error) {
        String text = error.message();
        return switch (error.kind()) {
            case INVALID -> AwsFault.of(VALIDATION, text);
            case NOT_FOUND -> missing(text);
            case CONFLICT -> new AwsFault(CONFLICT, "ConflictException", text).with(REASON, "INVALID_RULE_STATE");
            case EXHAUSTED ->
                new AwsFault(PAYMENT_REQUIRED, "ServiceQuotaExceededException", text)
                        .with(REASON, "SERVICE_QUOTA_EXCEEDED");
            case DENIED -> new AwsFault(FORBIDDEN, "AccessDeniedException", text);
            case INTERNAL -> new AwsFault(INTERNAL, "InternalServerException", text);
            case UNAVAILABLE -> new AwsFault(UNAVAILABLE, "InternalServerException", text);
            case CORRUPT, TOO_OLD, TOO_NEW -> AwsFault.of(error.code(), text);
        };
    }

    /** There is no such rule. */
    static AwsFault missing(String text) {
        return new AwsFault(NOT_FOUND, "ResourceNotFoundException", text).with(REASON, "RULE_NOT_FOUND");
    }

    /** A token of a page is none. */
    static AwsFault page(String text) {
        return AwsFault.of(VALIDATION, text).with(REASON, "INVALID_PAGE_TOKEN");
    }

    /** A refusal with the reason that all of them have. */
    static AwsFault complete(AwsFault fault) {
        return fault.code().equals(VALIDATION) && !fault.members().containsKey(REASON)
                ? fault.with(REASON, "INVALID_PARAMETER_VALUE")
                : fault;
    }
}

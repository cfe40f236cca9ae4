package io.ebsnap.aws.ebs;

import io.ebsnap.aws.AwsFault;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Reason;
import java.util.Optional;

/** What went wrong, in the words of the EBS direct APIs. */
final class EbsFaults {

    private static final String REASON = "Reason";
    private static final String VALIDATION = "ValidationException";
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;

    private EbsFaults() {}

    static AwsFault of(Failure failure) {
        String text = String.valueOf(failure.getMessage());
        Optional<Reason> reason = Reason.of(failure);
        return reason.map(why -> of(why, text)).orElseGet(() -> withoutReason(failure, text));
    }

    private static AwsFault of(Reason reason, String text) {
        AwsFault fault = switch (reason) {
            case SNAPSHOT_NOT_FOUND -> new AwsFault(NOT_FOUND, "ResourceNotFoundException", text);
            case UNAUTHORIZED_ACCOUNT, DEPENDENCY_ACCESS_DENIED ->
                new AwsFault(FORBIDDEN, "AccessDeniedException", text);
            case INVALID_BLOCK_TOKEN,
                    INVALID_PAGE_TOKEN,
                    INVALID_SNAPSHOT_ID,
                    INVALID_BLOCK,
                    CONFLICTING_BLOCK_UPDATE,
                    INVALID_VOLUME_SIZE,
                    INVALID_TAG,
                    INVALID_CUSTOMER_KEY,
                    INVALID_PARAMETER_VALUE -> new AwsFault(BAD_REQUEST, VALIDATION, text);
        };
        return fault.with(REASON, reason.name());
    }

    /** What may work later has a status that makes SDKs try again; what will not has none. */
    private static AwsFault withoutReason(Failure failure, String text) {
        return switch (failure) {
            case Failure.Conflict f -> new AwsFault(CONFLICT, "ConflictException", text);
            case Failure.Exhausted f -> new AwsFault(BAD_REQUEST, "ConcurrentLimitExceededException", text);
            case Failure.Unavailable f -> new AwsFault(UNAVAILABLE, "InternalServerException", text);
            case Failure.Internal f -> new AwsFault(INTERNAL, "InternalServerException", text);
            case Failure.Invalid f -> invalid(text);
            case Failure.NotFound f -> invalid(text);
            case Failure.Denied f -> invalid(text);
            case Failure.Corrupt f -> AwsFault.of("DataCorrupted", text);
            case Failure.TooOld f -> AwsFault.of("FormatTooOld", text);
            case Failure.TooNew f -> AwsFault.of("FormatTooNew", text);
        };
    }

    /** Something that was given is wrong. */
    static AwsFault invalid(String text) {
        return invalid(Reason.INVALID_PARAMETER_VALUE, text);
    }

    /** Something that was given is wrong, in a way that has a word of its own. */
    static AwsFault invalid(Reason reason, String text) {
        return AwsFault.of(VALIDATION, text).with(REASON, reason.name());
    }

    /** A refusal with the reason that all of them have. */
    static AwsFault complete(AwsFault fault) {
        return fault.code().equals(VALIDATION) && !fault.members().containsKey(REASON)
                ? fault.with(REASON, Reason.INVALID_PARAMETER_VALUE.name())
                : fault;
    }
}

package io.ebsnap.aws.kms;

import io.ebsnap.api.ApiError;
import io.ebsnap.api.KeyRequest;
import io.ebsnap.api.Request;
import io.ebsnap.aws.AwsFault;

/** What went wrong, in KMS's words. */
final class KmsFaults {

    private static final String INTERNAL = "KMSInternalException";
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    private KmsFaults() {}

    /** A request that was not done. */
    static AwsFault of(ApiError error, Request<?> request) {
        return switch (error.kind()) {
            case INVALID -> AwsFault.of(invalid(error, request), error.message());
            case DENIED -> AwsFault.of(orElse(error, "AccessDeniedException"), error.message());
            case CONFLICT, EXHAUSTED, NOT_FOUND -> AwsFault.of(error.code(), error.message());
            case CORRUPT, TOO_OLD, TOO_NEW -> new AwsFault(BAD_REQUEST, "DataCorrupted", error.message());
            case UNAVAILABLE -> new AwsFault(SERVER_ERROR, "DependencyTimeoutException", error.message());
            case INTERNAL -> new AwsFault(SERVER_ERROR, INTERNAL, error.message());
        };
    }

    /** Of an alias, its name is what can be wrong. */
    private static String invalid(ApiError error, Request<?> request) {
        boolean isAlias = request instanceof KeyRequest.CreateAlias
                || request instanceof KeyRequest.UpdateAlias
                || request instanceof KeyRequest.DeleteAlias;
        return isAlias ? "InvalidAliasNameException" : orElse(error, "ValidationException");
    }

    /** The code where it is one of KMS's. */
    private static String orElse(ApiError error, String other) {
        return error.code().endsWith("Exception") ? error.code() : other;
    }

    /** As it stands in the answer; what is not KMS's own is a fault of ours. */
    static String code(AwsFault fault) {
        boolean isOurs = fault.status() >= SERVER_ERROR && !fault.code().endsWith("Exception");
        return isOurs ? INTERNAL : fault.code();
    }
}

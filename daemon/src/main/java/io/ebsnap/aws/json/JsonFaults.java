package io.ebsnap.aws.json;

import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.AwsFault;

/** How services that answer in JSON refuse whoever they do not know. */
public final class JsonFaults {

    private static final int FORBIDDEN = 403;
    private static final int BAD_REQUEST = 400;

    private JsonFaults() {}

    /** With the code that all of them have for it. */
    public static AwsFault of(AccessRefused refused) {
        return switch (refused.reason()) {
            case MISSING -> new AwsFault(FORBIDDEN, "MissingAuthenticationTokenException", refused.text());
            case INCOMPLETE -> new AwsFault(BAD_REQUEST, "IncompleteSignatureException", refused.text());
            case UNKNOWN_KEY -> new AwsFault(FORBIDDEN, "UnrecognizedClientException", refused.text());
            case MISMATCH, EXPIRED -> new AwsFault(FORBIDDEN, "InvalidSignatureException", refused.text());
            case REPLAYED -> new AwsFault(BAD_REQUEST, "ThrottlingException", refused.text());
        };
    }
}

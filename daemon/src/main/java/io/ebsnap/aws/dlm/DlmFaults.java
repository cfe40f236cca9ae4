package io.ebsnap.aws.dlm;

import io.ebsnap.api.ApiError;
import io.ebsnap.api.LifecyclePolicy;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.json.JsonMembers;
import java.util.Set;

/** What went wrong, in the words of Data Lifecycle Manager. */
final class DlmFaults {

    private static final String CODE = "Code";
    private static final String INVALID = "InvalidRequestException";
    private static final String POLICY = "POLICY";
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICTING = 409;
    private static final int TOO_MANY = 429;
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;

    /** How members and bodies say that they are wrong, of which this service has one word. */
    private static final Set<String> WRONG = Set.of("ValidationException", "SerializationException");

    private DlmFaults() {}

    /** What may work later has a status that makes SDKs try again; what will not has none. */
    static AwsFault of(ApiError error, String policyId) {
        String text = error.message();
        AwsFault fault = switch (error.kind()) {
            case INVALID, CONFLICT -> AwsFault.of(INVALID, text);
            case NOT_FOUND -> missing(policyId, text);
            case EXHAUSTED -> new AwsFault(TOO_MANY, "LimitExceededException", text).with("ResourceType", POLICY);
            case DENIED -> new AwsFault(FORBIDDEN, "AccessDeniedException", text);
            case INTERNAL -> new AwsFault(INTERNAL, "InternalServerException", text);
            case UNAVAILABLE -> new AwsFault(UNAVAILABLE, "InternalServerException", text);
            case CORRUPT, TOO_OLD, TOO_NEW -> AwsFault.of(error.code(), text);
        };
        return fault.with(CODE, error.code());
    }

    /** There is no such policy. */
    static AwsFault missing(String policyId, String text) {
        return new AwsFault(NOT_FOUND, "ResourceNotFoundException", text)
                .with("ResourceType", POLICY)
                .with("ResourceIds", policyId);
    }

    /** A policy that is a file is changed there. */
    static AwsFault inFile(LifecyclePolicy policy) {
        return AwsFault.of(
                INVALID,
                policy.policyId() + " stands in " + policy.file() + ": it is changed there, and not by requests");
    }

    /** Others have changed the policy each time that this was to be done: it may work later. */
    static AwsFault overtaken(String policyId) {
        return new AwsFault(
                CONFLICTING, "ConflictException", policyId + " is being changed by somebody else: try again");
    }

    /** A member must be there. */
    static AwsFault required(JsonMembers in, String name) {
        return in.missing(name).with("RequiredParameters", name);
    }

    /** Members are there of which each keeps the other out. */
    static AwsFault exclusive(JsonMembers in, String one, String other) {
        return in.wrong(one, "and " + other + " are not used together").with("MutuallyExclusiveParameters", one, other);
    }

    /** A refusal with what all of them have. */
    static AwsFault complete(AwsFault fault) {
        AwsFault own = WRONG.contains(fault.code()) ? fault.as(INVALID) : fault;
        return own.code().equals(INVALID) && !own.members().containsKey(CODE)
                ? own.with(CODE, "InvalidParameterValue")
                : own;
    }
}

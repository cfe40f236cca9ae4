package io.ebsnap.aws;

/** One of AWS's services. Safe for use by several threads. */
public interface AwsService {

    /** Its name in the scope of signatures. */
    String name();

    /** Whether a request may be signed without its body; what else protects that is the service's to see to. */
    default boolean takesUnsignedBody(AwsRequest request) {
        return false;
    }

    /** Whether a request that is not signed is for it. */
    boolean takes(AwsRequest request);

    /**
     * Does what is asked for.
     *
     * @throws AwsFault for what is refused
     */
    AwsAnswer answer(AwsCall call);

    /** Tells that a request was refused. */
    AwsAnswer refusal(AwsFault fault, String requestId);

    /** With the service's own code. */
    AwsFault fault(AccessRefused refused);
}

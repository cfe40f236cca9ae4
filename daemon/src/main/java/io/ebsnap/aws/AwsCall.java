package io.ebsnap.aws;

/**
 * A request whose sender is known.
 *
 * @param request as it came
 * @param caller who has sent it
 * @param requestId by which the answer names it
 * @param claim to be run before anything is changed, each time: refuses a request that was claimed before as another one
 */
public record AwsCall(AwsRequest request, AwsCaller caller, String requestId, Runnable claim) {}

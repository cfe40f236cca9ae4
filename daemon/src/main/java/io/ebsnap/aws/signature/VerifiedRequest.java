package io.ebsnap.aws.signature;

import io.ebsnap.access.AccessKeyHolder;

/**
 * Who has signed a request.
 *
 * @param accessKeyId with which key
 * @param holder whose that is
 * @param claim to be run before the request changes anything, each time: throws if it was run for another request of the same signature before
 */
public record VerifiedRequest(String accessKeyId, AccessKeyHolder holder, Runnable claim) {}

package io.ebsnap.aws.signature;

import io.ebsnap.access.AccessKeyHolder;

/**
 * Who has signed a request.
 *
 * @param accessKeyId with which key
 * @param holder whose that is
 * @param claim to be run before the request changes anything: throws if it was run for the same signature before
 */
public record VerifiedRequest(String accessKeyId, AccessKeyHolder holder, Runnable claim) {}

package io.ebsnap.api;

import java.util.List;

/**
 * Access keys, without their secrets.
 *
 * @param accessKeyMetadata the oldest first
 */
public record AccessKeyList(List<AccessKey> accessKeyMetadata) {}

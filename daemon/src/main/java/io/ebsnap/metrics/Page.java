package io.ebsnap.metrics;

/**
 * What is given out.
 *
 * @param type as HTTP's Content-Type
 * @param body not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Page(String type, byte[] body) {}

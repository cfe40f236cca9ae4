package io.ebsnap.api;

/**
 * What was asked for is done.
 *
 * @param done whether something changed
 */
public record Done(boolean done) {}

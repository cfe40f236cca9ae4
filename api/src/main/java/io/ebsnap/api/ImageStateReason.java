package io.ebsnap.api;

/** Why an image is in its state. */
public record ImageStateReason(String message) {}

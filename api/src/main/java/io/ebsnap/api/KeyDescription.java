package io.ebsnap.api;

/** One key. */
public record KeyDescription(Key keyMetadata) {}

package io.ebsnap.api;

import java.util.List;

/** What an image came from, itself first. */
public record ImageAncestry(List<ImageAncestryEntry> imageAncestryEntries) {}

package io.ebsnap.bin;

/**
 * The recycle bin and its rules.
 *
 * @param bin what is in it
 * @param rules by which things go into it
 */
public record Recycling(RecycleBin bin, RetentionRules rules) {}

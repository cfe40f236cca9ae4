package io.ebsnap.config;

/** What limits how many volumes are complete when they appear. */
public enum FastRestoreLimit {
    /** The disk alone: images and ready copies stay within their part of it. */
    BUDGET,
    /** That, and credits as EBS counts them. */
    CREDITS
}

package io.ebsnap.volume;

/** Forced unit access: whether a change must be durable before its call returns. */
public enum Fua {
    /** It becomes durable with the next flush. */
    NO,
    /** It is durable when the call returns. */
    YES
}

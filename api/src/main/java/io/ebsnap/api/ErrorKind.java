package io.ebsnap.api;

/** What a caller can do about an error; the daemon's kinds of failure under the same names. */
public enum ErrorKind {
    /** The request is wrong in itself. */
    INVALID,
    /** What was named does not exist. */
    NOT_FOUND,
    /** The state of the thing forbids it now. */
    CONFLICT,
    /** An outside thing failed: later it may work. */
    UNAVAILABLE,
    /** Stored bytes are not what was stored. */
    CORRUPT,
    /** Stored bytes are of a version that is not read any more. */
    TOO_OLD,
    /** Stored bytes are of a version that is not known yet. */
    TOO_NEW,
    /** A limit is reached: space, memory, number of jobs. */
    EXHAUSTED,
    /** The caller may not do this, or the key does not open it. */
    DENIED,
    /** A fault in ebsnap itself. */
    INTERNAL
}

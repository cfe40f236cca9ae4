package io.ebsnap.snapshot;

/** Why a snapshot is to stop before its end. */
enum StopReason {
    /** It is not. */
    NONE,
    /** A user cancelled or deleted it. */
    CANCELLED,
    /** The daemon stops. */
    SHUTDOWN
}

package io.ebsnap.config;

/** Whom the listener of AWS's own tools says to be. */
public enum AwsTls {
    /** There is no TLS: loopback addresses only. */
    NO,
    /** A certificate that the daemon makes for itself. */
    GENERATED,
    /** A certificate in a file. */
    GIVEN
}

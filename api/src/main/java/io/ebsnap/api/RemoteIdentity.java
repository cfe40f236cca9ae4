package io.ebsnap.api;

/**
 * Who a daemon is to others.
 *
 * @param fingerprint SHA-256 of its certificate: 64 hexadecimal digits
 */
public record RemoteIdentity(String fingerprint) {}

package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * Another daemon.
 *
 * @param remoteName by which people here call it
 * @param address {@code HOST:PORT}; absent if it is never called
 * @param fingerprint SHA-256 of its certificate: 64 hexadecimal digits
 * @param mayRead whether it may copy snapshots from here
 * @param mayWrite whether it may copy snapshots to here
 * @param accountId 12-digit account that it acts for; absent for the daemon's own
 */
public record Remote(
        String remoteName,
        @Nullable String address,
        String fingerprint,
        boolean mayRead,
        boolean mayWrite,
        @Nullable String accountId) {}

package io.ebsnap.linux;

import java.time.Duration;

/**
 * What a device of the kernel's NBD driver is to be.
 *
 * @param sizeBytes how large
 * @param blockBytes its sectors: a power of two from 512 to a page
 * @param serverFlags what the server can do, as the NBD protocol numbers its transmission flags
 * @param requestTimeout after this time a connection is given up if it does not answer a request; zero never does. In whole
 *     seconds. With several connections the kernel gives them up after 30 s even if this is zero
 * @param deadConnectionTimeout so long requests wait for another connection when all are dead; they fail then. In whole seconds
 * @param backend a name that only who knows it may change the device with
 */
public record NbdConnection(
        long sizeBytes,
        int blockBytes,
        long serverFlags,
        Duration requestTimeout,
        Duration deadConnectionTimeout,
        String backend) {

    private static final int BACKEND_CHARS_MAX = 255;

    public NbdConnection {
        if (sizeBytes < 0 || blockBytes < 512 || Integer.bitCount(blockBytes) != 1) {
            throw new IllegalArgumentException("a size of " + sizeBytes + " bytes in blocks of " + blockBytes);
        }
        if (requestTimeout.isNegative() || deadConnectionTimeout.isNegative()) {
            throw new IllegalArgumentException("times are zero or more");
        }
        if (backend.isEmpty() || backend.length() > BACKEND_CHARS_MAX) {
            throw new IllegalArgumentException("a backend's name has 1 to " + BACKEND_CHARS_MAX + " characters");
        }
    }
}

package io.ebsnap.device.nbd;

import java.time.Duration;

/**
 * How long a server may take.
 *
 * @param connect from the first packet to the end of the negotiation
 * @param request from a request to the end of its reply
 */
public record NbdLimits(Duration connect, Duration request) {

    /** 10 and 60 seconds: a disk array that fails over takes its time. */
    public static final NbdLimits STANDARD = new NbdLimits(Duration.ofSeconds(10), Duration.ofSeconds(60));

    /** How many requests are on their way at most. */
    static final int IN_FLIGHT_MAX = 16;

    /** The longest read that is asked for at once, in bytes. */
    static final int READ_BYTES_MAX = 1 << 20;

    /** The most chunks that one reply may consist of: a chunk for every 256 bytes of the longest read. */
    static final int REPLY_CHUNKS_MAX = 4096;

    /** The longest status reply of one context, in bytes: 128 Ki extents, which is what QEMU sends at most. */
    static final int STATUS_BYTES_MAX = 4 + 8 * (128 << 10);

    /** The longest answer to an option, in bytes. */
    static final int OPTION_BYTES_MAX = 64 << 10;

    /** The most answers to one option. */
    static final int OPTION_REPLIES_MAX = 256;

    /** The most contexts that are asked for. */
    static final int CONTEXTS_MAX = 16;

    /** The longest text of an error that is shown, in bytes; the protocol allows no more. */
    static final int MESSAGE_BYTES_MAX = 4096;

    public NbdLimits {
        if (connect.isNegative() || connect.isZero() || request.isNegative() || request.isZero()) {
            throw new IllegalArgumentException("limits are longer than nothing");
        }
    }
}

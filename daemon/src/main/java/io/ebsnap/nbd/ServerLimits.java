package io.ebsnap.nbd;

import java.time.Duration;

/**
 * The bounds of a server.
 *
 * @param connections how many clients, and how many of one export
 * @param requests how many at a time
 * @param memory how many bytes
 * @param times how long clients and the server's end may take
 */
public record ServerLimits(Connections connections, Requests requests, Memory memory, Times times) {

    /** What the daemon uses. */
    public static final ServerLimits STANDARD = new ServerLimits(
            new Connections(96, 64),
            new Requests(64, 32, 16),
            new Memory(32 << 20, 64 << 20, 32 << 20),
            new Times(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(2), Duration.ofSeconds(10)));

    /** The longest option, in bytes; a client that announces more is cut off. */
    static final int OPTION_BYTES_MAX = 64 << 10;

    /** The most options of one handshake. */
    static final int OPTIONS_MAX = 4096;

    /** The longest name of an export, in bytes; longer ones do not exist. */
    static final int EXPORT_NAME_BYTES_MAX = 1024;

    /** The most information or context queries of one option that are looked at. */
    static final int QUERIES_MAX = 256;

    /** The longest text of an error that is sent, in characters; the protocol allows 4096 bytes. */
    static final int MESSAGE_CHARS_MAX = 1000;

    /** The most extents of one answer about a range's status. */
    static final int EXTENTS_MAX = 8192;

    /** What requests are aligned to at least, in bytes: not at all. */
    static final int BLOCK_BYTES_MIN = 1;

    /** What requests are best aligned to, in bytes. */
    static final int BLOCK_BYTES_PREFERRED = 4096;

    /**
     * Clients at a time.
     *
     * @param all in all; one more takes the place of the oldest that has not finished its handshake for a second, or is hung up on
     * @param perExport of one export
     */
    public record Connections(int all, int perExport) {}

    /**
     * Requests at a time.
     *
     * @param perConnection that are not answered yet and wait for the data plane; further ones are not read
     * @param running in all that wait for data planes: so many threads
     * @param runningPerExport of one export
     */
    public record Requests(int perConnection, int running, int runningPerExport) {}

    /**
     * Bytes off the heap. Every connection has {@link Input#BYTES} and {@link ReplyBatch#BYTES} of its own besides.
     *
     * @param payload the longest payload of a request or a reply
     * @param buffers for payloads in all; connections that need more wait
     * @param buffersPerExport for payloads of one export; a single longer payload is let through when it has none else
     */
    public record Memory(int payload, int buffers, int buffersPerExport) {}

    /**
     * Times.
     *
     * @param handshake from the first packet to the last option
     * @param stall that a client may take to send the rest of a request, or to take a part of a reply
     * @param stallWhileOthersWait the same when another connection waits for memory that this one holds
     * @param drain that requests get when the server ends
     */
    public record Times(Duration handshake, Duration stall, Duration stallWhileOthersWait, Duration drain) {}

    public ServerLimits {
        if (memory.payload() < 1 << 20 || memory.buffers() < memory.payload()) {
            throw new IllegalArgumentException("payloads are of 1 MiB or more, and the buffers hold at least one");
        }
        if (connections.perExport() < 1 || connections.all() < 1 || requests.perConnection() < 1) {
            throw new IllegalArgumentException("at least one connection and one request are let in");
        }
        if (requests.running() < 1 || requests.runningPerExport() < 1) {
            throw new IllegalArgumentException("at least one request is worked on");
        }
    }
}

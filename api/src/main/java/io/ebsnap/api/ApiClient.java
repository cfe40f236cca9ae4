package io.ebsnap.api;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A connection to the daemon: one request at a time, each waits for its answer. For use by one thread. */
public final class ApiClient implements AutoCloseable {

    private final Path socket;
    private final SocketChannel channel;
    private final Welcome welcome;

    private ApiClient(Path socket, SocketChannel channel, String client, @Nullable String accountId) {
        this.socket = socket;
        this.channel = channel;
        this.welcome = call(new GeneralRequest.Hello(Limits.PROTOCOL_VERSION, client, accountId));
    }

    /**
     * Connects and greets.
     *
     * @param socket path of the daemon's Unix socket
     * @param client name and version of the caller, for the daemon's log
     * @throws DaemonUnreachable if no daemon answers there
     * @throws ApiException if it does not speak this protocol version, or refuses this user
     */
    public static ApiClient connect(Path socket, String client) {
        return connect(socket, client, null);
    }

    /**
     * Connects and greets, to act for an account.
     *
     * @param accountId 12 digits; null for that of the user
     * @throws DaemonUnreachable if no daemon answers there
     * @throws ApiException if it does not speak this protocol version, or refuses this user or account
     */
    public static ApiClient connect(Path socket, String client, @Nullable String accountId) {
        SocketChannel channel = open(socket);
        try {
            return new ApiClient(socket, channel, client, accountId);
        } catch (RuntimeException e) {
            close(socket, channel);
            throw e;
        }
    }

    /** Who answers. */
    public Welcome welcome() {
        return welcome;
    }

    private static SocketChannel open(Path socket) {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException | IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            boolean denied = reason.toLowerCase(Locale.ROOT).contains("permission denied");
            throw new DaemonUnreachable("no daemon answers at " + socket + ": " + reason, denied, e);
        }
    }

    /**
     * Asks and waits for the answer.
     *
     * @throws ApiException if the answer is an error
     * @throws DaemonUnreachable if the daemon went away
     * @throws MalformedMessage if it does not speak this protocol
     */
    public <A extends Record> A call(Request<A> request) {
        byte[] message = MessageCodec.encodeRequest(request);
        try {
            byte[] answer = exchange(message);
            if (answer == null) {
                throw new EOFException("it closed the connection");
            }
            return MessageCodec.decodeAnswer(answer, request.answerType());
        } catch (IOException e) {
            throw new DaemonUnreachable(
                    "the daemon at " + socket + " went away during " + request.action() + ": " + e.getMessage(),
                    false,
                    e);
        } finally {
            Arrays.fill(message, (byte) 0);
        }
    }

    /** A daemon that turns a caller away may have answered and closed before the request came through. */
    private byte @Nullable [] exchange(byte[] message) throws IOException {
        try {
            Frames.write(channel, message);
        } catch (IOException e) {
            byte[] farewell = Frames.read(channel, Limits.ANSWER_BYTES_MAX);
            if (farewell == null) {
                throw e;
            }
            return farewell;
        }
        return Frames.read(channel, Limits.ANSWER_BYTES_MAX);
    }

    @Override
    public void close() {
        close(socket, channel);
    }

    private static void close(Path socket, SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new DaemonUnreachable("closing the connection to " + socket + " failed: " + e.getMessage(), false, e);
        }
    }
}

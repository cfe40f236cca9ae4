package io.ebsnap.cli;

import io.ebsnap.api.ApiError;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.ErrorKind;
import io.ebsnap.api.Frames;
import io.ebsnap.api.GeneralRequest.Hello;
import io.ebsnap.api.Limits;
import io.ebsnap.api.MessageCodec;
import io.ebsnap.api.Request;
import io.ebsnap.api.Welcome;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A daemon on a real Unix socket that answers from a script, and remembers what it was asked. */
final class FakeDaemon implements AutoCloseable {

    private final ServerSocketChannel server;
    private final Path socket;
    private final String region;
    private final Function<Request<?>, Record> script;
    private final List<Request<?>> asked = new CopyOnWriteArrayList<>();
    private final List<String> accounts = new CopyOnWriteArrayList<>();

    FakeDaemon(Path socket, Function<Request<?>, Record> script) throws IOException {
        this(socket, "local", script);
    }

    FakeDaemon(Path socket, String region, Function<Request<?>, Record> script) throws IOException {
        this.socket = socket;
        this.region = region;
        this.script = script;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofPlatform().daemon().name("fake-daemon").start(this::serve);
    }

    /** An error to throw from a script. */
    static ApiException error(ErrorKind kind, String code, String message) {
        return new ApiException(new ApiError(code, kind, message, "a way out"));
    }

    Path socket() {
        return socket;
    }

    /** For whom each connection was; {@code null} as a word where none was said. */
    List<String> accounts() {
        return accounts;
    }

    List<Request<?>> asked() {
        return asked;
    }

    private void serve() {
        while (server.isOpen()) {
            try (SocketChannel connection = server.accept()) {
                converse(connection);
            } catch (IOException closed) {
                // The test has ended, or its client has gone.
            }
        }
    }

    private void converse(SocketChannel connection) throws IOException {
        byte[] message = Frames.read(connection, Limits.REQUEST_BYTES_MAX);
        while (message != null) {
            Frames.write(connection, answer(MessageCodec.decodeRequest(message)));
            message = Frames.read(connection, Limits.REQUEST_BYTES_MAX);
        }
    }

    private byte[] answer(Request<?> request) {
        if (request instanceof Hello hello) {
            accounts.add(String.valueOf(hello.accountId()));
            return MessageCodec.encodeResult(new Welcome(Limits.PROTOCOL_VERSION, "fake", region));
        }
        asked.add(request);
        try {
            return MessageCodec.encodeResult(script.apply(request));
        } catch (ApiException e) {
            return MessageCodec.encodeError(e.error());
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

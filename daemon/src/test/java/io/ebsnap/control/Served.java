package io.ebsnap.control;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Limits;
import io.ebsnap.api.Welcome;
import io.ebsnap.linux.Accounts;
import io.ebsnap.socket.PeerGate;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** A control server on a real socket, for tests. */
final class Served implements AutoCloseable {

    static final Accounts EVERYBODY_IS_ROOT = new FixedAccounts(0, false, 0);
    static final ControlLimits PATIENT =
            new ControlLimits(8, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofSeconds(5));

    private final Path socket;
    private final ControlServer server;

    private Served(Path socket, ControlServer server) {
        this.socket = socket;
        this.server = server;
    }

    static Served with(Path socket, ActionHandler handler) {
        return with(socket, handler, PATIENT, EVERYBODY_IS_ROOT);
    }

    static Served with(Path socket, ActionHandler handler, ControlLimits limits, Accounts accounts) {
        ControlServer.Service service = new ControlServer.Service(
                (peer, account) -> handler,
                new PeerGate(accounts, "ebsnap"),
                new ErrorAnswers(new Random(1)),
                new Welcome(Limits.PROTOCOL_VERSION, "ebsnapd test", "local"));
        return new Served(
                socket,
                ControlServer.start(
                        new ControlServer.Address(socket, "no-such-group"), service, limits, new TestNanos()));
    }

    ApiClient client() {
        return ApiClient.connect(socket, "test");
    }

    SocketChannel rawClient() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    Path socket() {
        return socket;
    }

    @Override
    public void close() {
        server.close();
    }
}

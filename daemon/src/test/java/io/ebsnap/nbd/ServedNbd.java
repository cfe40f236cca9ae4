package io.ebsnap.nbd;

import io.ebsnap.linux.Accounts;
import io.ebsnap.linux.jnr.JnrLinux;
import io.ebsnap.volume.DataPlane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A server on a real socket, for tests. */
final class ServedNbd implements AutoCloseable {

    static final Accounts ACCOUNTS = JnrLinux.load().accounts();

    private final Path socket;
    private final NbdServer server;

    private ServedNbd(Path socket, NbdServer server) {
        this.socket = socket;
        this.server = server;
    }

    /** One export, named {@code disk}. */
    static ServedNbd of(Path directory, DataPlane plane) {
        return of(directory, new SomeExports().with("disk", plane), ServerLimits.STANDARD);
    }

    static ServedNbd of(Path directory, Exports exports, ServerLimits limits) {
        Path socket = directory.resolve("nbd.sock");
        ListenAddress address = new ListenAddress.Unix(socket, "no-such-group");
        return new ServedNbd(socket, start(List.of(address), exports, limits));
    }

    /** On a port of the loopback. */
    static NbdServer tcp(Exports exports, Optional<Encryption> tls) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return start(List.of(new ListenAddress.Tcp(address, tls, false)), exports, ServerLimits.STANDARD);
    }

    static NbdServer start(List<ListenAddress> addresses, Exports exports, ServerLimits limits) {
        return NbdServer.start(addresses, new NbdServer.Service(exports, ACCOUNTS, System::nanoTime), limits);
    }

    /** The standard, but for what a client may take: a short time. */
    static ServerLimits impatient(Duration handshake, Duration stall) {
        ServerLimits standard = ServerLimits.STANDARD;
        return new ServerLimits(
                standard.connections(),
                standard.requests(),
                standard.memory(),
                new ServerLimits.Times(handshake, stall, stall, Duration.ofSeconds(5)));
    }

    NbdServer server() {
        return server;
    }

    Path socket() {
        return socket;
    }

    String uri(String export) {
        return "nbd+unix:///" + export + "?socket=" + socket;
    }

    SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    /** A client that has chosen the export {@code disk}. */
    NbdClient client(Dialect.Form form) throws IOException {
        return NbdClient.open(connect(), "disk", form);
    }

    @Override
    public void close() {
        server.close();
    }
}

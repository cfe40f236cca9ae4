package io.ebsnap.device.nbd;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a Unix socket that treats each connection as its script says, one thread a connection. */
final class FakeNbdServer implements AutoCloseable {

    private final Path socket;
    private final ServerSocketChannel listener;
    private final Script script;
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    /** What the server does on a connection, which ends when it returns or throws. */
    interface Script {
        void serve(int connection, DataInputStream in, DataOutputStream out) throws IOException;
    }

    FakeNbdServer(Path socket, Script script) throws IOException {
        this.socket = socket;
        this.script = script;
        this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofPlatform().name("fake-nbd-listener").daemon(true).start(this::listen);
    }

    NbdUri uri() {
        return NbdUri.parse("nbd+unix:///disk?socket=" + socket);
    }

    /** How many clients have connected so far. */
    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (SocketChannel client : clients) {
            client.close();
        }
    }

    private void listen() {
        try {
            while (true) {
                SocketChannel client = listener.accept();
                clients.add(client);
                int number = connections.incrementAndGet();
                Thread.ofPlatform().name("fake-nbd-" + number).daemon(true).start(() -> serve(number, client));
            }
        } catch (IOException e) {
            // The listener was closed.
        }
    }

    private void serve(int number, SocketChannel client) {
        try (client;
                DataInputStream in = new DataInputStream(Channels.newInputStream(client));
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(client), 64 << 10))) {
            script.serve(number, in, out);
            out.flush();
        } catch (IOException | RuntimeException e) {
            // The client hung up, or sent what this server does not understand.
        }
    }
}

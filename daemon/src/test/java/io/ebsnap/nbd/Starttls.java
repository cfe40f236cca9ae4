package io.ebsnap.nbd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Stands between one client that speaks TLS from the first byte and an NBD server, and says for it what comes before. */
final class Starttls implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 << 10;

    private final ServerSocketChannel listening;
    private final SocketAddress server;

    private Starttls(ServerSocketChannel listening, SocketAddress server) {
        this.listening = listening;
        this.server = server;
    }

    static Starttls to(SocketAddress server) throws IOException {
        Starttls relay = new Starttls(
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), server);
        start(relay::serve);
        return relay;
    }

    int port() throws IOException {
        return ((InetSocketAddress) listening.getLocalAddress()).getPort();
    }

    private void serve() {
        try (SocketChannel client = listening.accept();
                SocketChannel behind = SocketChannel.open(server)) {
            NbdClient.greeted(behind).option(Protocol.OPT_STARTTLS, new byte[0]);
            start(() -> copy(client, behind));
            copy(behind, client);
        } catch (IOException e) {
            // The test sees what its client says of it.
        }
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    private static void start(Runnable work) {
        Thread.ofPlatform().daemon().name("test-starttls").start(work);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}

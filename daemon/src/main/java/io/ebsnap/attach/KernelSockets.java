package io.ebsnap.attach;

import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.NbdControl;
import io.ebsnap.linux.NbdSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Connections of which the kernel gets one end. Safe for use by several threads. */
final class KernelSockets {

    private final NbdControl control;
    private final Path directory;
    private final AtomicLong numbers = new AtomicLong();

    /** @param directory for root alone, so that nobody else comes in while two ends meet */
    KernelSockets(NbdControl control, Path directory) {
        this.control = control;
        this.directory = directory;
    }

    /**
     * A connection; both ends are the caller's.
     *
     * @param served for the server
     * @param handedOver for the kernel
     */
    record Pair(SocketChannel served, NbdSocket handedOver) {}

    /** Makes one. The JDK has no pairs of sockets, so one end listens for a moment. */
    Pair open() throws IOException {
        Path meeting = directory.resolve("nbd-" + numbers.incrementAndGet());
        Files.deleteIfExists(meeting);
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(meeting), 1);
            NbdSocket handedOver = control.connectTo(meeting);
            return new Pair(accepted(listener, handedOver), handedOver);
        } finally {
            Files.deleteIfExists(meeting);
        }
    }

    private static SocketChannel accepted(ServerSocketChannel listener, NbdSocket other) throws IOException {
        try {
            return listener.accept();
        } catch (IOException failed) {
            close(other, failed);
            throw failed;
        }
    }

    private static void close(NbdSocket socket, IOException cause) {
        try {
            socket.close();
        } catch (LinuxException failed) {
            cause.addSuppressed(failed);
        }
    }
}

package io.ebsnap.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.NbdConnection;
import io.ebsnap.linux.NbdControl;
import io.ebsnap.linux.NbdDeviceState;
import io.ebsnap.linux.NbdSocket;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The kernel's driver with one device, where the test makes the requests. It takes a socket that it needs not, as the kernel does. */
final class FakeNbdDriver implements NbdControl {

    static final int INDEX = 3;
    private static final int REQUEST_MAGIC = 0x25609513;
    private static final int REPLY_MAGIC = 0x67446698;

    private final BlockingQueue<SocketChannel> given = new LinkedBlockingQueue<>();
    private volatile @Nullable NbdConnection connected;
    private volatile boolean refusing;

    private record Socket(SocketChannel channel, AtomicBoolean taken) implements NbdSocket {
        @Override
        public void close() {
            if (!taken.get()) {
                try {
                    channel.close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    void refuse() {
        refusing = true;
    }

    Optional<NbdConnection> connected() {
        return Optional.ofNullable(connected);
    }

    /** The connection that was given to the driver next. */
    SocketChannel awaitConnection() throws InterruptedException {
        SocketChannel channel = given.poll(30, TimeUnit.SECONDS);
        assertThat(channel).isNotNull();
        return channel;
    }

    boolean hasAnotherConnection() {
        return !given.isEmpty();
    }

    /** Reads as the driver does. */
    static byte[] read(SocketChannel channel, long offset, int length) throws IOException {
        ByteBuffer request = ByteBuffer.allocate(28);
        request.putInt(REQUEST_MAGIC)
                .putInt(0)
                .putLong(77)
                .putLong(offset)
                .putInt(length)
                .flip();
        channel.write(request);
        ByteBuffer reply = ByteBuffer.allocate(16 + length);
        while (reply.hasRemaining()) {
            assertThat(channel.read(reply)).isPositive();
        }
        assertThat(reply.getInt(0)).isEqualTo(REPLY_MAGIC);
        assertThat(reply.getInt(4)).isZero();
        byte[] content = new byte[length];
        reply.get(16, content);
        return content;
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public NbdSocket connectTo(Path listener) {
        try {
            return new Socket(SocketChannel.open(UnixDomainSocketAddress.of(listener)), new AtomicBoolean());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public int connect(NbdConnection wanted, List<NbdSocket> sockets) throws LinuxException {
        if (refusing) {
            throw new LinuxException("netlink", "the NBD driver", Errno.EPERM.number());
        }
        connected = wanted;
        take(sockets);
        return INDEX;
    }

    @Override
    public void reconnect(int index, String backend, List<NbdSocket> sockets) throws LinuxException {
        if (refusing || find(backend).isEmpty() || index != INDEX) {
            throw new LinuxException("netlink", "/dev/nbd" + index, Errno.EINVAL.number());
        }
        take(sockets);
    }

    private void take(List<NbdSocket> sockets) {
        for (NbdSocket socket : sockets) {
            ((Socket) socket).taken().set(true);
            given.add(((Socket) socket).channel());
        }
    }

    @Override
    public void resize(int index, String backend, long sizeBytes) {
        NbdConnection before = connected().orElseThrow();
        connected = new NbdConnection(
                sizeBytes,
                before.blockBytes(),
                before.serverFlags(),
                before.requestTimeout(),
                before.deadConnectionTimeout(),
                backend);
    }

    @Override
    public void disconnect(int index) {
        connected = null;
    }

    @Override
    public List<NbdDeviceState> devices() {
        return List.of(new NbdDeviceState(INDEX, connected != null));
    }

    @Override
    public OptionalInt find(String backend) {
        return connected().filter(device -> device.backend().equals(backend)).isPresent()
                ? OptionalInt.of(INDEX)
                : OptionalInt.empty();
    }
}

package io.ebsnap.device.nbd;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an export: a thread of its own negotiates and then reads replies; any thread sends requests and waits for theirs. When
 * anything goes wrong with the connection, all requests on their way fail and it is of no use any more.
 *
 * <p>Nothing waits longer than the limits say: whoever waits too long closes the channel, and that ends the reader.
 */
final class NbdConnection implements AutoCloseable {

    private static final int REQUEST_MAGIC = 0x25609513;
    private static final int DISCONNECT = 2;

    private final NbdUri uri;
    private final NbdLimits limits;
    private final SocketChannel channel;
    private final NbdWire wire;
    private final Map<Long, NbdRequest> inFlight = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(NbdLimits.IN_FLIGHT_MAX, true);
    private final AtomicLong cookies = new AtomicLong();
    private final CompletableFuture<NbdExport> negotiated = new CompletableFuture<>();
    private volatile @Nullable IOException lost;

    private NbdConnection(NbdUri uri, NbdLimits limits, SocketChannel channel) {
        this.uri = uri;
        this.limits = limits;
        this.channel = channel;
        this.wire = new NbdWire(channel);
    }

    /**
     * Connects and negotiates.
     *
     * @param threads makes the connection's thread, which ends with it
     * @throws IOException if the server cannot be reached, does not answer in time or does not speak NBD
     */
    static NbdConnection open(NbdUri uri, NbdLimits limits, ThreadFactory threads) throws IOException {
        NbdConnection connection = new NbdConnection(uri, limits, channelFor(uri));
        threads.newThread(connection::run).start();
        try {
            await(connection.negotiated, limits.connect());
            return connection;
        } catch (TimeoutException e) {
            connection.lose(new IOException("no negotiation within " + limits.connect(), e));
            throw new IOException("no negotiation within " + limits.connect(), e);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** What was agreed on. */
    NbdExport export() {
        return negotiated.join();
    }

    /** Whether it may still be used. */
    boolean isAlive() {
        return lost == null;
    }

    /**
     * Sends a request and waits until its reply is whole.
     *
     * @throws IOException if the connection is lost or was
     */
    void perform(NbdRequest request) throws IOException {
        if (!acquireRoom()) {
            throw lose(new IOException("no room for a request within " + limits.request()));
        }
        try {
            send(request);
            await(request.done(), limits.request());
        } catch (TimeoutException e) {
            IOException late = lose(new IOException("no answer within " + limits.request(), e));
            awaitReader(request);
            throw late;
        } finally {
            room.release();
        }
    }

    /** Says good-bye, if that can be said, and hangs up. */
    @Override
    public void close() {
        if (isAlive() && negotiated.isDone() && !negotiated.isCompletedExceptionally()) {
            try {
                wire.write(new NbdMessage()
                        .putInt(REQUEST_MAGIC)
                        .putShort(0)
                        .putShort(DISCONNECT)
                        .putLong(0)
                        .putLong(0)
                        .putInt(0)
                        .toBuffer());
            } catch (IOException e) {
                // It is gone already, which is what was wanted.
            }
        }
        lose(new IOException("the connection was closed"));
    }

    private boolean acquireRoom() throws IOException {
        try {
            return room.tryAcquire(limits.request().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for room", e);
        }
    }

    /** All requests that can be on their way fit into a socket's buffer, so this does not wait for the server. */
    private void send(NbdRequest request) throws IOException {
        long cookie = cookies.incrementAndGet();
        inFlight.put(cookie, request);
        IOException before = lost;
        if (before != null) {
            inFlight.remove(cookie);
            throw new IOException(before.getMessage(), before);
        }
        try {
            wire.write(request.encode(cookie));
        } catch (IOException e) {
            lose(e);
            awaitReader(request);
            throw e;
        }
    }

    /** The reader may still be writing into the request's buffer; it ends at once, for the channel is closed. */
    private static void awaitReader(NbdRequest request) {
        request.done().exceptionally(unused -> null).join();
    }

    private void run() {
        try {
            connect();
            NbdExport export = new NbdHandshake(wire, uri).negotiate();
            negotiated.complete(export);
            NbdReplies replies = new NbdReplies(wire, export.structured(), inFlight);
            while (isAlive()) {
                replies.readOne();
            }
        } catch (IOException e) {
            lose(e);
        } catch (RuntimeException | Error e) {
            negotiated.completeExceptionally(e);
            lose(new IOException("the reader of the connection failed", e));
        } finally {
            failAll();
        }
    }

    private void connect() throws IOException {
        switch (uri.server()) {
            case NbdUri.Tcp tcp -> {
                InetSocketAddress address = new InetSocketAddress(tcp.host(), tcp.port());
                if (address.isUnresolved()) {
                    throw new IOException("the host " + tcp.host() + " is not known");
                }
                channel.connect(address);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            case NbdUri.Unix unix -> {
                if (!Files.exists(unix.socket())) {
                    throw new Failure.NotFound(uri + ": there is no socket " + unix.socket());
                }
                channel.connect(UnixDomainSocketAddress.of(unix.socket()));
            }
        }
    }

    private static SocketChannel channelFor(NbdUri uri) throws IOException {
        return switch (uri.server()) {
            case NbdUri.Tcp unused -> SocketChannel.open();
            case NbdUri.Unix unused -> SocketChannel.open(StandardProtocolFamily.UNIX);
        };
    }

    /** Remembers the first reason, and hangs up. */
    private synchronized IOException lose(IOException reason) {
        IOException first = lost;
        if (first == null) {
            first = reason;
            lost = reason;
        }
        try {
            wire.close();
        } catch (IOException e) {
            first.addSuppressed(e);
        }
        return first;
    }

    private void failAll() {
        IOException reason = lose(new IOException("the server hung up"));
        negotiated.completeExceptionally(reason);
        inFlight.values().forEach(request -> request.done().completeExceptionally(reason));
        inFlight.clear();
    }

    /** Waits without heeding interrupts: the buffer that is being filled is the caller's again when this returns. */
    private static void await(CompletableFuture<?> future, Duration limit) throws IOException, TimeoutException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Failure failure) {
                throw failure;
            }
            throw new IOException(cause == null ? "unknown reason" : String.valueOf(cause.getMessage()), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

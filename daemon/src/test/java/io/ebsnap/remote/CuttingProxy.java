package io.ebsnap.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between two daemons, and cuts all connections each time so many bytes have come, so many times. */
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private volatile long cutEvery = Long.MAX_VALUE;
    private final AtomicLong cutsLeft = new AtomicLong();
    private final AtomicLong untilCut = new AtomicLong(Long.MAX_VALUE);

    CuttingProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket();
        server.bind(new InetSocketAddress(RemoteFixture.LOOPBACK, 0));
        Thread.ofPlatform().daemon().name("proxy").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Cuts after each so many bytes, so many times. */
    void cut(long bytes, int times) {
        cut(bytes, bytes, times);
    }

    /** Cuts after so many bytes and never lets anything through again, until it is told otherwise. */
    void breakAfter(long bytes) {
        cut(bytes, 0, Integer.MAX_VALUE);
    }

    private synchronized void cut(long bytes, long every, int times) {
        cutEvery = every;
        cutsLeft.set(times);
        untilCut.set(times > 0 ? bytes : Long.MAX_VALUE);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                Socket far = new Socket(RemoteFixture.LOOPBACK, target);
                Thread.ofPlatform().daemon().name("proxy-up").start(() -> pump(near, far, false));
                Thread.ofPlatform().daemon().name("proxy-down").start(() -> pump(far, near, true));
            } catch (IOException e) {
                // The other end of the test.
                Thread.onSpinWait();
            }
        }
    }

    private void pump(Socket from, Socket to, boolean counted) {
        byte[] buffer = new byte[4096];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (counted && isCut(count)) {
                    return;
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // Hung up.
            Thread.onSpinWait();
        }
    }

    private synchronized boolean isCut(int count) {
        if (cutsLeft.get() == 0 || untilCut.addAndGet(-count) > 0) {
            return false;
        }
        cutsLeft.decrementAndGet();
        untilCut.set(cutEvery);
        return true;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

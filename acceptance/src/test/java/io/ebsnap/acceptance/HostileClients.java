package io.ebsnap.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Clients of HTTP that a daemon had rather not have: slow, broken, silent, and senders of too much or of anything. Each goes on until it is told to stop. What is answered is counted by
 * its status.
 */
final class HostileClients implements AutoCloseable {

    private static final int SILENT = 64;
    private static final int ANSWER_MILLIS = 10_000;
    private static final int BETWEEN_MILLIS = 20;
    private static final int BYTE_MILLIS = 200;

    private final int port;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentHashMap<String, Integer> answers = new ConcurrentHashMap<>();

    /** Something that is done over a new connection, again and again. */
    private interface Misdeed {
        void over(Socket socket) throws IOException;
    }

    private HostileClients(int port) {
        this.port = port;
    }

    /** Begins. */
    static HostileClients start(int port) {
        HostileClients clients = new HostileClients(port);
        for (int n = 0; n < SILENT; n++) {
            clients.again(socket -> clients.pause(ANSWER_MILLIS));
        }
        Random random = new Random(5);
        clients.again(socket -> clients.slowly(socket, "GET / HTTP/1.1\r\nHost: localhost\r\nX: "));
        clients.again(socket -> clients.slowly(
                socket, "PUT /snapshots/x/blocks/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 524288\r\n\r\n"));
        clients.again(socket -> clients.send(
                socket,
                "PUT /snapshots/x/blocks/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 524288\r\n\r\n"
                        + "x".repeat(100_000)));
        clients.again(socket -> clients.ask(
                socket, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n" + "x".repeat(2 << 20)));
        clients.again(socket -> clients.ask(
                socket, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" + "x".repeat(3_000_000)));
        clients.again(socket -> clients.ask(
                socket,
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + ("100000\r\n" + "x".repeat(1 << 20) + "\r\n").repeat(3)));
        clients.again(socket ->
                clients.ask(socket, "GET / HTTP/1.1\r\nHost: x\r\n" + "X-Flood: 1\r\n".repeat(20_000) + "\r\n"));
        clients.again(socket -> clients.ask(socket, "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"));
        clients.again(socket -> clients.ask(
                socket, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\n\r\nAction=DescribeSnapshots&Versi"));
        clients.again(
                socket -> clients.ask(
                        socket,
                        "GET /snapshots/%00/blocks?blockToken=%zz HTTP/1.1\r\nHost: x\r\nAuthorization: AWS4-HMAC-SHA256 Credential=/////\r\n\r\n"));
        clients.again(socket -> {
            byte[] anything = new byte[4096];
            random.nextBytes(anything);
            socket.getOutputStream().write(anything);
            clients.answer(socket);
        });
        return clients;
    }

    /** How often each status was answered. */
    Map<String, Integer> answers() {
        return Map.copyOf(answers);
    }

    private void again(Misdeed misdeed) {
        threads.add(Thread.ofVirtual().start(() -> {
            while (!pause(BETWEEN_MILLIS)) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setSoTimeout(ANSWER_MILLIS);
                    misdeed.over(socket);
                } catch (IOException refused) {
                    // That is what they are there for.
                }
            }
        }));
    }

    private boolean pause(int millis) {
        try {
            return stop.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void slowly(Socket socket, String beginning) throws IOException {
        send(socket, beginning);
        while (!pause(BYTE_MILLIS)) {
            socket.getOutputStream().write('x');
        }
    }

    private void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void ask(Socket socket, String text) throws IOException {
        try {
            send(socket, text);
        } finally {
            answer(socket);
        }
    }

    private void answer(Socket socket) throws IOException {
        byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 000".length());
        String word = new String(status, StandardCharsets.ISO_8859_1).replaceAll("^HTTP/1.. ?", "");
        answers.merge(word, 1, Integer::sum);
    }

    @Override
    public void close() {
        stop.countDown();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package io.ebsnap.metrics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One request over HTTP/1.1 and its answer, after which the connection is closed (RFC 9112). Knows {@code GET} and {@code HEAD} of {@code /metrics}. For use by one thread.
 */
final class ScrapeConnection {

    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final SocketChannel channel;
    private final ScrapeLimits limits;
    private final LongSupplier nanoTime;
    private final long deadlineNanos;

    /** @param channel closed by whoever gives it */
    ScrapeConnection(SocketChannel channel, ScrapeLimits limits, LongSupplier nanoTime) {
        this.channel = channel;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.deadlineNanos = nanoTime.getAsLong() + limits.patience().toNanos();
    }

    /**
     * What is answered.
     *
     * @param status code and words
     * @param type of the body
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Answer(String status, String type, byte[] body) {

        static Answer refusal(String status) {
            return new Answer(status, TEXT, (status + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    /**
     * Answers the request that comes.
     *
     * @param page asked for if it is wanted
     * @throws IOException if the client is gone or too slow
     */
    void serve(Supplier<Page> page) throws IOException {
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            String head = readHead(selector);
            key.interestOps(SelectionKey.OP_WRITE);
            String[] words = head.split("\r\n", 2)[0].split(" ", -1);
            write(selector, encoded(answer(words, page), words[0].equals("HEAD")));
        }
    }

    private static Answer answer(String[] words, Supplier<Page> page) {
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            return Answer.refusal("400 Bad Request");
        }
        if (!words[0].equals("GET") && !words[0].equals("HEAD")) {
            return Answer.refusal("405 Method Not Allowed");
        }
        if (!words[1].split("\\?", 2)[0].equals("/metrics")) {
            return Answer.refusal("404 Not Found");
        }
        Page current = page.get();
        return new Answer("200 OK", current.type(), current.body());
    }

    private static ByteBuffer encoded(Answer answer, boolean headOnly) {
        String head = String.format(
                Locale.ROOT,
                "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
                answer.status(),
                answer.type(),
                answer.body().length);
        byte[] bytes = head.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer all = ByteBuffer.allocate(bytes.length + (headOnly ? 0 : answer.body().length));
        all.put(bytes);
        if (!headOnly) {
            all.put(answer.body());
        }
        return all.flip();
    }

    private String readHead(Selector selector) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(limits.headBytesMax());
        while (true) {
            await(selector);
            if (channel.read(head) < 0) {
                throw new IOException("the client left in its request");
            }
            String text = new String(head.array(), 0, head.position(), StandardCharsets.ISO_8859_1);
            if (text.contains(END_OF_HEAD)) {
                return text;
            }
            if (!head.hasRemaining()) {
                throw new IOException("the head of the request is longer than " + limits.headBytesMax() + " bytes");
            }
        }
    }

    private void write(Selector selector, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            await(selector);
            int unused = channel.write(bytes);
        }
    }

    private void await(Selector selector) throws IOException {
        long left = (deadlineNanos - nanoTime.getAsLong()) / 1_000_000;
        if (left <= 0 || selector.select(left) == 0) {
            throw new IOException("the client was slower than " + limits.patience());
        }
        selector.selectedKeys().clear();
    }
}

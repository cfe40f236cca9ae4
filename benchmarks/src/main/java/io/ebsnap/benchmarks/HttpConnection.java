package io.ebsnap.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection of HTTP/1.1 that stays open: a request out, a response in, and as little work as that takes. For one thread. */
final class HttpConnection implements AutoCloseable {

    private static final int BUFFER_BYTES = 256 << 10;
    private static final int LINE_BYTES_MAX = 8192;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] sink = new byte[BUFFER_BYTES];

    HttpConnection(String host, int port) throws IOException {
        socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
        out = socket.getOutputStream();
    }

    /** Sends a request and drops what is answered; how many bytes that were. */
    long exchange(String head, byte[] body) throws IOException {
        send(head, body);
        long length = requireOk();
        long left = length;
        while (left > 0) {
            int read = in.read(sink, 0, (int) Math.min(sink.length, left));
            if (read < 0) {
                throw new IOException("the response ends early");
            }
            left -= read;
        }
        return length;
    }

    /** Sends a request; what is answered. */
    byte[] ask(String head, byte[] body) throws IOException {
        send(head, body);
        return in.readNBytes(Math.toIntExact(requireOk()));
    }

    private void send(String head, byte[] body) throws IOException {
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
    }

    /** The length of the body. */
    private long requireOk() throws IOException {
        String status = line();
        long length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(
                        lower.substring("content-length:".length()).strip());
            }
        }
        if (!status.startsWith("HTTP/1.1 2")) {
            throw new IOException(
                    status + " " + new String(in.readNBytes(Math.toIntExact(length)), StandardCharsets.UTF_8));
        }
        return length;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > LINE_BYTES_MAX) {
                throw new IOException("no line of a response: " + line);
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

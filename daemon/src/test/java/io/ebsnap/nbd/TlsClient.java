package io.ebsnap.nbd;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The client's end of TLS, record by record: a test may send half of one, or a change of keys. Trusts everybody. */
final class TlsClient {

    private static final int BUFFER_BYTES = 64 << 10;

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private final ByteBuffer clear = ByteBuffer.allocate(BUFFER_BYTES).flip();

    TlsClient(SocketChannel channel, String protocol) {
        this.channel = channel;
        this.engine = engine(protocol);
    }

    private static SSLEngine engine(String protocol) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Everybody()}, null);
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(true);
            engine.setEnabledProtocols(new String[] {protocol});
            return engine;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** All of the first exchange. */
    void shakeHands() throws IOException {
        engine.beginHandshake();
        for (HandshakeStatus status = engine.getHandshakeStatus();
                status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
                status = engine.getHandshakeStatus()) {
            switch (status) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> send(encrypt(new byte[0]));
                default -> decrypt();
            }
        }
    }

    /** Asks for new keys (TLS 1.3), or for a new handshake (1.2). */
    void beginAgain() throws IOException {
        engine.beginHandshake();
        send(encrypt(new byte[0]));
    }

    /** As records. */
    byte[] encrypt(byte[] data) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(data);
        ByteBuffer out = ByteBuffer.allocate(data.length * 2 + BUFFER_BYTES);
        do {
            engine.wrap(source, out);
        } while (source.hasRemaining());
        byte[] records = new byte[out.flip().remaining()];
        out.get(records);
        return records;
    }

    void send(byte[] records) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(records);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    private void decrypt() throws IOException {
        clear.clear();
        try {
            SSLEngineResult result = engine.unwrap(in, clear);
            while (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                in.compact();
                int count = channel.read(in);
                in.flip();
                if (count < 0) {
                    throw new EOFException();
                }
                result = engine.unwrap(in, clear);
            }
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                throw new EOFException();
            }
        } finally {
            clear.flip();
        }
    }

    InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                try {
                    while (length > 0 && !clear.hasRemaining()) {
                        decrypt();
                    }
                } catch (EOFException e) {
                    return -1;
                }
                int count = Math.min(length, clear.remaining());
                clear.get(target, offset, count);
                return count;
            }
        };
    }

    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] source, int offset, int length) throws IOException {
                byte[] part = new byte[length];
                System.arraycopy(source, offset, part, 0, length);
                send(encrypt(part));
            }
        };
    }

    private static final class Everybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {
            // Whoever it is.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {
            // Likewise.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

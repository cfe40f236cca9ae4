package io.ebsnap.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.testing.Requires;
import io.ebsnap.nbd.Dialect.Form;
import io.ebsnap.nbd.NbdClient.Command;
import io.ebsnap.volume.MemoryDataPlane;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may do with the records of TLS, well or ill. */
@Timeout(120)
@Requires(command = "openssl")
class TlsRecordsIT {

    private static final int SIZE = 16 << 20;
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    private final SomeExports exports = new SomeExports().with("disk", new MemoryDataPlane("disk", SIZE));
    private Certificates certificates;

    @BeforeEach
    void makeCertificates() throws IOException {
        certificates = Certificates.in(directory);
    }

    private NbdServer server(Duration handshake, Duration stall) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return ServedNbd.start(
                List.of(new ListenAddress.Tcp(address, Optional.of(certificates.identity(false)), false)),
                exports,
                ServedNbd.impatient(handshake, stall));
    }

    /** A client that may begin with TLS. */
    private static SocketChannel agreed(NbdServer server) throws IOException {
        SocketChannel channel = SocketChannel.open(server.boundTo().getFirst());
        NbdClient greeted = NbdClient.greeted(channel);
        assertThat(greeted.option(Protocol.OPT_STARTTLS, new byte[0]).getLast().type())
                .isEqualTo(Protocol.REP_ACK);
        return channel;
    }

    /** A client and its TLS, in the transmission phase. */
    private record Secured(TlsClient tls, NbdClient nbd) implements AutoCloseable {
        static Secured open(NbdServer server, String protocol) throws IOException {
            SocketChannel channel = agreed(server);
            TlsClient tls = new TlsClient(channel, protocol);
            tls.shakeHands();
            NbdClient nbd = NbdClient.transmitting(channel).on(tls);
            nbd.agreeOn(Form.STRUCTURED);
            assertThat(nbd.go("disk").getLast().type()).isEqualTo(Protocol.REP_ACK);
            return new Secured(tls, nbd);
        }

        @Override
        public void close() throws IOException {
            nbd.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void manyRequestsInOneRecordAndOneRequestInManyRecordsAreAnswered(String protocol) throws IOException {
        byte[] data = OrderTest.filled(4096, 7);
        try (NbdServer server = server(LONG, LONG);
                Secured client = Secured.open(server, protocol)) {
            byte[] write = client.nbd().encode(1, Command.write(4096, data));
            byte[] read = client.nbd().encode(2, Command.of(Protocol.CMD_READ, 8192, 512));
            byte[] both = Arrays.copyOf(write, write.length + read.length);
            System.arraycopy(read, 0, both, write.length, read.length);
            client.tls().send(client.tls().encrypt(both));
            assertThat(client.nbd().chunk(0).cookie()).isEqualTo(1);
            assertThat(client.nbd().chunk(0).cookie()).isEqualTo(2);
            for (byte each : write) {
                client.tls().send(client.tls().encrypt(new byte[] {each}));
            }
            assertThat(client.nbd().chunk(0).cookie()).isEqualTo(1);
            assertThat(client.nbd().read(4096, 4096)).isEqualTo(data);
        }
    }

    @Test
    void keysMayChangeInTheMiddleAndNobodyWaitsForTheClientThatChangedThem() throws IOException {
        try (NbdServer server = server(SHORT.multipliedBy(20), LONG);
                Secured client = Secured.open(server, "TLSv1.3")) {
            for (int i = 0; i < 5; i++) {
                client.tls().beginAgain();
                try (Secured other = Secured.open(server, "TLSv1.3")) {
                    assertThat(other.nbd().read(0, 512)).containsOnly(0);
                }
                assertThat(client.nbd().read(0, 100_000)).containsOnly(0);
            }
        }
    }

    @Test
    void aNewHandshakeInTheMiddleOfTheDataIsRefused() throws IOException {
        try (NbdServer server = server(LONG, LONG);
                Secured client = Secured.open(server, "TLSv1.2")) {
            assertThat(client.nbd().read(0, 512)).containsOnly(0);
            client.tls().beginAgain();
            assertThat(hasEnded(client)).isTrue();
        }
    }

    @Test
    void halfOfARecordIsNotWaitedForForEver() throws IOException {
        try (NbdServer server = server(LONG, SHORT);
                Secured client = Secured.open(server, "TLSv1.3")) {
            byte[] records = client.tls().encrypt(client.nbd().encode(1, Command.of(Protocol.CMD_READ, 0, 512)));
            client.tls().send(Arrays.copyOf(records, records.length - 1));
            assertThat(hasEnded(client)).isTrue();
        }
    }

    @Test
    void halfOfAHandshakeIsNotWaitedForForEver() throws IOException {
        try (NbdServer server = server(SHORT, LONG);
                SocketChannel silent = agreed(server);
                SocketChannel slow = agreed(server)) {
            slow.write(java.nio.ByteBuffer.wrap(new byte[] {22, 3, 1, 2, 0, 1, 0}));
            assertThat(silent.read(java.nio.ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(slow.read(java.nio.ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void recordsWithoutContentEndTheConnection() throws IOException {
        try (NbdServer server = server(LONG, LONG);
                Secured client = Secured.open(server, "TLSv1.3")) {
            OutputStream out = client.tls().output();
            try {
                for (int i = 0; i < 1000; i++) {
                    client.tls().beginAgain();
                    out.flush();
                }
            } catch (IOException e) {
                // It had enough before.
            }
            assertThat(hasEnded(client)).isTrue();
        }
    }

    /** The server's end, with a good-bye or without. */
    private static boolean hasEnded(Secured client) {
        try {
            return client.nbd().in().read() == -1;
        } catch (IOException e) {
            return true;
        }
    }
}

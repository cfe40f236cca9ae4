package io.ebsnap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.socket.SocketPlace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsServerTest {

    private static final String TEXT = "# TYPE ebsnap_build gauge\n" + "x 1\n".repeat(200_000);
    private static final ScrapeLimits LIMITS = new ScrapeLimits(2, 512, Duration.ofMillis(400));

    @TempDir
    private Path directory;

    private MetricsServer server;

    @BeforeEach
    void start() {
        server = started(LIMITS);
    }

    private MetricsServer started(ScrapeLimits limits) {
        return MetricsServer.start(
                new MetricsServer.Addresses(
                        new SocketPlace(path(), "ebsnap"),
                        Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
                () -> new Page("text/plain", TEXT.getBytes(StandardCharsets.UTF_8)),
                limits,
                System::nanoTime);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path path() {
        return directory.resolve("m").resolve("metrics.sock");
    }

    private String asked(String request) throws IOException {
        return asked(UnixDomainSocketAddress.of(path()), request);
    }

    /** All that is answered until the server closes the connection. */
    private static String asked(SocketAddress address, String request) throws IOException {
        try (SocketChannel client = SocketChannel.open(address)) {
            client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
            return rest(client);
        }
    }

    private static String rest(SocketChannel client) throws IOException {
        StringBuilder answer = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        try {
            while (client.read(buffer) >= 0) {
                answer.append(new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1));
                buffer.clear();
            }
        } catch (IOException reset) {
            answer.append("(reset)");
        }
        return answer.toString();
    }

    @Test
    void metricsAreGivenOutOnTheSocket() throws IOException {
        String answer = asked("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n");
        assertThat(answer).contains("Content-Length: " + TEXT.length() + "\r\n").endsWith("\r\n\r\n" + TEXT);
    }

    @Test
    void anHttpClientReadsThemFromThePort() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.port() + "/metrics?a=b");
            HttpResponse<String> response =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(TEXT);
        }
    }

    @Test
    void whatIsNotMetricsIsRefused() throws IOException {
        assertThat(asked("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
        assertThat(asked("POST /metrics HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405 ");
        assertThat(asked("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(asked("HEAD /metrics HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\n");
    }

    @Test
    void whoHadAnAnswerMayComeAgainAtOnce() throws IOException {
        server.close();
        server = started(new ScrapeLimits(1, 512, Duration.ofMillis(400)));
        for (int i = 0; i < 1000; i++) {
            assertThat(asked("GET /metrics HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aHeadWithoutEndIsBounded() throws IOException {
        assertThat(asked("GET /metrics HTTP/1.1\r\nX: " + "x".repeat(2000))).doesNotContain("200");
    }

    @Test
    void whoIsSilentOrManyDoesNotKeepOthersOutForLong() throws IOException {
        List<SocketChannel> silent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            silent.add(SocketChannel.open(UnixDomainSocketAddress.of(path())));
        }
        for (SocketChannel client : silent) {
            assertThat(rest(client)).isIn("", "(reset)");
            client.close();
        }
        assertThat(asked("GET /metrics HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void theSocketIsGoneAfterwards() {
        server.close();
        assertThat(Files.exists(path())).isFalse();
    }
}

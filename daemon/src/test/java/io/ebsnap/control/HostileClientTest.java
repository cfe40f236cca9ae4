package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Deleted;
import io.ebsnap.api.Done;
import io.ebsnap.api.Frames;
import io.ebsnap.api.GeneralRequest.Hello;
import io.ebsnap.api.Limits;
import io.ebsnap.api.MessageCodec;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends, an honest one beside it is served all the time. */
@Timeout(60)
class HostileClientTest {

    private static final ControlLimits HASTY =
            new ControlLimits(4, Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofSeconds(1));

    @TempDir
    Path directory = Path.of("");

    private Served served;

    @BeforeEach
    void start() {
        served = Served.with(directory.resolve("s"), request -> new Done(true));
    }

    @AfterEach
    void stopStillServing() {
        try (Served all = served;
                ApiClient honest = all.client()) {
            assertThat(honest.call(new DeleteSnapshot("x"))).isEqualTo(Deleted.GONE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Limits.REQUEST_BYTES_MAX + 1, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void lengthOutOfBoundsIsAnsweredAndEndsTheConnection(int length) throws IOException {
        try (SocketChannel client = served.rawClient()) {
            client.write(ByteBuffer.allocate(4).putInt(length).flip());
            assertThat(answer(client)).contains("MalformedRequest");
            assertThat(Frames.read(client, Limits.ANSWER_BYTES_MAX)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "[]",
                "{}",
                "{\"Action\":\"Fly\"}",
                "{\"Action\":\"DeleteSnapshot\"}",
                "{\"Action\":{\"a\":[]}}",
                "{\"Action\":\"Hello\",\"ProtocolVersion\":2,\"Client\":\"x\"}"
            })
    void badRequestIsAnsweredAndTheConnectionGoesOn(String json) throws IOException {
        try (SocketChannel client = served.rawClient()) {
            Frames.write(client, json.getBytes(StandardCharsets.UTF_8));
            assertThat(answer(client)).contains("\"Kind\":\"invalid\"");
            Frames.write(client, MessageCodec.encodeRequest(new Hello(Limits.PROTOCOL_VERSION, "x", null)));
            assertThat(answer(client)).contains("ebsnapd test");
        }
    }

    @Test
    void nothingIsDoneBeforeHello() throws IOException {
        try (SocketChannel client = served.rawClient()) {
            Frames.write(client, MessageCodec.encodeRequest(new DeleteSnapshot("x")));
            assertThat(answer(client)).contains("must be Hello");
        }
    }

    @Test
    void deepNestingIsAnswered() throws IOException {
        try (SocketChannel client = served.rawClient()) {
            Frames.write(client, ("{\"Action\":" + "[".repeat(500_000)).getBytes(StandardCharsets.UTF_8));
            assertThat(answer(client)).contains("MalformedRequest");
        }
    }

    @Test
    void silentAndSlowClientsAreClosedAndMakeRoom() throws IOException {
        Path socket = directory.resolve("hasty");
        try (Served hasty = Served.with(socket, request -> new Done(true), HASTY, Served.EVERYBODY_IS_ROOT)) {
            List<SocketChannel> clients = new ArrayList<>();
            for (int i = 0; i < HASTY.connectionsMax(); i++) {
                clients.add(hasty.rawClient());
            }
            clients.getFirst().write(ByteBuffer.allocate(7).putInt(0, 100));
            for (SocketChannel client : clients) {
                assertThat(ended(client)).isTrue();
                client.close();
            }
            try (ApiClient honest = hasty.client()) {
                assertThat(honest.call(new DeleteSnapshot("x"))).isEqualTo(Deleted.GONE);
            }
        }
    }

    @Test
    void clientThatReadsNoAnswersIsClosed() throws IOException {
        Path socket = directory.resolve("hasty");
        try (Served hasty = Served.with(socket, request -> new Done(true), HASTY, Served.EVERYBODY_IS_ROOT);
                SocketChannel client = hasty.rawClient()) {
            client.configureBlocking(false);
            byte[] json = "{\"Action\":\"Fly\"}".getBytes(StandardCharsets.UTF_8);
            ByteBuffer frame = ByteBuffer.allocate(4 + json.length)
                    .putInt(json.length)
                    .put(json)
                    .flip();
            boolean open = true;
            // At most the full timeout of the test: then its interruption ends the loop, and the assertion fails.
            while (open && !Thread.currentThread().isInterrupted()) {
                open = writeOrEnd(client, frame.duplicate());
            }
            assertThat(open).isFalse();
        }
    }

    private static boolean writeOrEnd(SocketChannel client, ByteBuffer frame) {
        try {
            while (frame.hasRemaining() && !Thread.currentThread().isInterrupted()) {
                client.write(frame);
            }
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void garbageHarmsNobody(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            try (SocketChannel client = served.rawClient()) {
                byte[] garbage = new byte[1 + random.nextInt(3000)];
                random.nextBytes(garbage);
                if (random.nextBoolean()) {
                    ByteBuffer.wrap(garbage, 0, Math.min(4, garbage.length)).put(new byte[Math.min(2, garbage.length)]);
                }
                writeOrEnd(client, ByteBuffer.wrap(garbage));
            }
        }
    }

    private static boolean ended(SocketChannel client) {
        try {
            return client.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private static String answer(SocketChannel client) throws IOException {
        byte[] answer = Frames.read(client, Limits.ANSWER_BYTES_MAX);
        return answer == null ? "closed" : new String(answer, StandardCharsets.UTF_8);
    }
}

package io.ebsnap.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.nbd.Dialect.Form;
import io.ebsnap.nbd.NbdClient.Command;
import io.ebsnap.volume.MemoryDataPlane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for whom: nobody of one connection for a slow request, and a new connection for what old ones have begun. */
@Timeout(60)
class OrderTest {

    private static final int SIZE = 4 << 20;

    @TempDir
    Path directory;

    private final MemoryDataPlane memory = new MemoryDataPlane("disk", SIZE);
    private final GatedPlane plane = new GatedPlane(memory);

    @Test
    void slowReadsAndFlushesHoldUpNothingBehindThem() throws IOException {
        try (ServedNbd served = ServedNbd.of(directory, plane);
                NbdClient client = served.client(Form.STRUCTURED)) {
            client.send(1, Command.of(Protocol.CMD_READ, 0, 4096));
            client.send(2, Command.of(Protocol.CMD_FLUSH, 0, 0));
            client.send(3, Command.write(0, new byte[100]).with(Protocol.CMD_FLAG_FUA));
            client.send(4, Command.write(8192, filled(4096, 9)));
            client.send(5, Command.of(Protocol.CMD_READ, 8192, 4096));
            assertThat(client.chunk(0).cookie()).isEqualTo(4);
            assertThat(client.chunk(0).cookie()).isEqualTo(5);
            plane.open();
            assertThat(new long[] {
                        client.chunk(0).cookie(),
                        client.chunk(0).cookie(),
                        client.chunk(0).cookie()
                    })
                    .containsExactlyInAnyOrder(1, 2, 3);
            client.disconnect();
        }
    }

    @Test
    void aLongWriteIsAnsweredWhenAllItsPartsAreWrittenAndFlushed() throws IOException {
        try (ServedNbd served = ServedNbd.of(directory, plane);
                NbdClient client = served.client(Form.SIMPLE)) {
            client.send(1, Command.write(100, filled(3 << 20, 7)).with(Protocol.CMD_FLAG_FUA));
            plane.awaitWaiting(1);
            client.send(2, Command.of(Protocol.CMD_READ, 1 << 20, 4096));
            assertThat(client.chunk(4096).cookie()).isEqualTo(2);
            plane.open();
            assertThat(client.chunk(0).cookie()).isEqualTo(1);
            assertThat(Arrays.copyOfRange(memory.content(), 100, 100 + (3 << 20)))
                    .isEqualTo(filled(3 << 20, 7));
            assertThat(memory.flushes()).isPositive();
        }
    }

    @Test
    void goodByeIsSaidWhenEverythingIsAnswered() throws IOException {
        try (ServedNbd served = ServedNbd.of(directory, plane);
                NbdClient client = served.client(Form.SIMPLE)) {
            client.send(1, Command.write(0, filled(4096, 3)).with(Protocol.CMD_FLAG_FUA));
            client.send(2, Command.of(Protocol.CMD_DISC, 0, 0));
            plane.awaitWaiting(1);
            plane.open();
            assertThat(client.chunk(0).error()).isZero();
            assertThat(client.in().read()).isEqualTo(-1);
        }
    }

    /** Writes that a worker does, and writes that the reader does itself with more of them behind, unread. */
    @ParameterizedTest
    @ValueSource(ints = {Protocol.CMD_FLAG_FUA, 0})
    void aWriteOfADeadConnectionNeverLandsAfterOneOfANewerConnection(int flags) throws IOException {
        try (ServedNbd served = ServedNbd.of(directory, plane)) {
            NbdClient old = served.client(Form.SIMPLE);
            for (int cookie = 0; cookie < 8; cookie++) {
                old.send(cookie, Command.write(0, filled(4096, 1)).with(flags));
            }
            plane.awaitWaiting(1);
            old.close();
            CompletableFuture<NbdClient> newer = CompletableFuture.supplyAsync(() -> {
                try {
                    return served.client(Form.SIMPLE);
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            });
            Thread.sleep(100);
            assertThat(newer).isNotDone();
            plane.open();
            try (NbdClient client = newer.join()) {
                int before = plane.passed();
                assertThat(client.errorOf(Command.write(0, filled(4096, 2)))).isZero();
                client.disconnect();
                assertThat(plane.passed()).isEqualTo(before + 1);
            }
            assertThat(Arrays.copyOf(memory.content(), 4096)).containsOnly(2);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anotherConnectionIsNoObstacleToANewOne() throws IOException {
        try (ServedNbd served = ServedNbd.of(directory, plane);
                NbdClient idle = served.client(Form.STRUCTURED);
                NbdClient waiting = served.client(Form.STRUCTURED)) {
            waiting.send(1, Command.of(Protocol.CMD_READ, 0, 512));
            plane.awaitWaiting(1);
            try (NbdClient client = served.client(Form.STRUCTURED)) {
                assertThat(client.read(8192, 100)).containsOnly(0);
            }
            assertThat(idle.read(8192, 100)).containsOnly(0);
            plane.open();
            assertThat(waiting.chunk(512).cookie()).isEqualTo(1);
        }
    }

    /** Of those that are asked for, one write is with the plane and the others wait behind it. */
    @Test
    void clientsThatAreCutOffWriteNothingAfterwards() throws IOException {
        SomeExports exports = new SomeExports().with("disk", plane).with("other", new MemoryDataPlane("other", SIZE));
        try (ServedNbd served = ServedNbd.of(directory, exports, ServerLimits.STANDARD);
                NbdClient client = served.client(Form.SIMPLE);
                NbdClient other = NbdClient.open(served.connect(), "other", Form.SIMPLE)) {
            for (int cookie = 0; cookie < 40; cookie++) {
                client.send(cookie, Command.write(0, filled(4096, 1)).with(Protocol.CMD_FLAG_FUA));
            }
            plane.awaitWaiting(ServerLimits.STANDARD.requests().runningPerExport());
            CompletableFuture<Integer> cutting =
                    CompletableFuture.supplyAsync(() -> served.server().disconnect("disk"));
            assertThat(hasEnded(client)).isTrue();
            assertThat(cutting).isNotDone();
            plane.open();
            assertThat(cutting.join()).isZero();
            assertThat(plane.passed())
                    .isEqualTo(ServerLimits.STANDARD.requests().runningPerExport());
            assertThat(exports.open()).isEqualTo(1);
            assertThat(other.read(0, 512)).containsOnly(0);
        }
    }

    @Test
    void theEndOfTheServerLetsRequestsUnderWayEnd() throws IOException {
        ServedNbd served = ServedNbd.of(directory, plane);
        try (NbdClient client = served.client(Form.SIMPLE)) {
            client.send(1, Command.write(0, filled(4096, 5)).with(Protocol.CMD_FLAG_FUA));
            plane.awaitWaiting(1);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(served::close);
            plane.open();
            assertThat(client.chunk(0).error()).isZero();
            closing.join();
            assertThat(client.in().read()).isEqualTo(-1);
            assertThat(served.socket()).doesNotExist();
        } finally {
            served.close();
        }
    }

    /** The server's end; a reset where it had more to read. */
    private static boolean hasEnded(NbdClient client) {
        try {
            return client.in().read() == -1;
        } catch (IOException e) {
            return true;
        }
    }

    static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}

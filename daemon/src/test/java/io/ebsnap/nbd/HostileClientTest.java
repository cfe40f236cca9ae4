package io.ebsnap.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.nbd.Dialect.Form;
import io.ebsnap.nbd.NbdClient.Command;
import io.ebsnap.volume.MemoryDataPlane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that stall, flood or lie are cut off, and harm nobody else. */
@Timeout(120)
class HostileClientTest {

    private static final int SIZE = 64 << 20;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    private final SomeExports exports = new SomeExports()
            .with("disk", new MemoryDataPlane("disk", SIZE))
            .with("other", new MemoryDataPlane("other", SIZE));

    @AfterEach
    void everyExportIsClosedAgain() throws InterruptedException {
        while (exports.open() > 0) {
            Thread.sleep(1);
        }
    }

    @Test
    void aClientThatNeverChoosesIsHungUpOn() throws IOException {
        try (ServedNbd served = ServedNbd.of(directory, exports, ServedNbd.impatient(SHORT, LONG));
                NbdClient silent = NbdClient.greeted(served.connect());
                NbdClient chatty = NbdClient.greeted(served.connect())) {
            assertThat(chatty.option(Protocol.OPT_LIST, new byte[0])).hasSize(3);
            assertThat(silent.in().read()).isEqualTo(-1);
            assertThat(chatty.in().read()).isEqualTo(-1);
        }
    }

    @Test
    void aClientThatTakesNoRepliesIsCutOffAndTheOthersGoOn() throws IOException {
        try (ServedNbd served = ServedNbd.of(directory, exports, ServedNbd.impatient(LONG, SHORT));
                NbdClient greedy = served.client(Form.SIMPLE);
                NbdClient other = NbdClient.open(served.connect(), "other", Form.STRUCTURED)) {
            for (int cookie = 0; cookie < 10; cookie++) {
                greedy.send(cookie, Command.of(Protocol.CMD_READ, 0, 32 << 20));
            }
            while (exports.open() > 1) {
                assertThat(other.read(0, 8 << 20)).isEqualTo(new byte[8 << 20]);
            }
            assertThat(other.errorOf(Command.of(Protocol.CMD_FLUSH, 0, 0))).isZero();
        }
    }

    @Test
    void aClientThatStopsInTheMiddleOfAWriteIsCutOff() throws IOException {
        try (ServedNbd served = ServedNbd.of(directory, exports, ServedNbd.impatient(LONG, SHORT));
                NbdClient client = served.client(Form.SIMPLE)) {
            byte[] write = client.encode(1, Command.write(0, new byte[20 << 20]));
            client.send(Arrays.copyOf(write, 9 << 20));
            assertThat(client.in().read()).isEqualTo(-1);
        }
    }

    @Test
    void whoHoldsMemoryThatOthersWaitForIsCutOffSooner() throws IOException {
        ServerLimits standard = ServerLimits.STANDARD;
        ServerLimits narrow = new ServerLimits(
                standard.connections(),
                standard.requests(),
                new ServerLimits.Memory(32 << 20, 32 << 20, 32 << 20),
                new ServerLimits.Times(LONG, LONG, SHORT, Duration.ofSeconds(5)));
        try (ServedNbd served = ServedNbd.of(directory, exports, narrow);
                NbdClient greedy = served.client(Form.SIMPLE);
                NbdClient other = NbdClient.open(served.connect(), "other", Form.SIMPLE)) {
            greedy.send(1, Command.of(Protocol.CMD_READ, 0, 32 << 20));
            assertThat(greedy.in().read()).isNotEqualTo(-1);
            assertThat(other.read(0, 32 << 20)).isEqualTo(new byte[32 << 20]);
        }
    }

    @Test
    void aClientWhosePlaneHangsLeavesTheOthersTheirShare() throws IOException {
        GatedPlane gated = new GatedPlane(new MemoryDataPlane("gated", SIZE));
        exports.with("gated", gated);
        try (ServedNbd served = ServedNbd.of(directory, exports, ServerLimits.STANDARD);
                NbdClient stuck = NbdClient.open(served.connect(), "gated", Form.STRUCTURED);
                NbdClient other = NbdClient.open(served.connect(), "other", Form.STRUCTURED)) {
            for (int cookie = 0; cookie < 40; cookie++) {
                stuck.send(cookie, Command.of(Protocol.CMD_READ, 0, 1 << 20));
            }
            gated.awaitWaiting(ServerLimits.STANDARD.requests().runningPerExport());
            for (int i = 0; i < 20; i++) {
                assertThat(other.read(0, 16 << 20)).isEqualTo(new byte[16 << 20]);
                assertThat(other.errorOf(Command.of(Protocol.CMD_FLUSH, 0, 0))).isZero();
                assertThat(other.errorOf(Command.write(1, new byte[1 << 20]).with(Protocol.CMD_FLAG_FUA)))
                        .isZero();
            }
            gated.open();
        }
    }

    @Test
    void whatCannotBeUnderstoodEndsTheConnection() throws IOException {
        try (ServedNbd served = ServedNbd.of(directory, exports, ServerLimits.STANDARD)) {
            for (Form form : Form.values()) {
                try (NbdClient client = served.client(form)) {
                    client.send(new byte[64]);
                    assertThat(client.in().read()).isEqualTo(-1);
                }
            }
            try (NbdClient client = served.client(Form.SIMPLE)) {
                client.send(1, new Command(Protocol.CMD_WRITE, 0, 0, (32 << 20) + 1, new byte[0]));
                assertThat(client.in().read()).isEqualTo(-1);
            }
            try (NbdClient client = NbdClient.greeted(served.connect())) {
                client.send(ByteBuffer.allocate(16)
                        .putLong(Protocol.OPTION_MAGIC)
                        .putInt(Protocol.OPT_LIST)
                        .putInt(-1)
                        .array());
                assertThat(client.in().skip(20)).isEqualTo(20);
                assertThat(new String(client.in().readAllBytes(), StandardCharsets.UTF_8))
                        .contains("64 KiB");
            }
        }
    }

    @Test
    void connectionsAreBoundedInAllAndOfOneExport() throws IOException {
        ServerLimits standard = ServerLimits.STANDARD;
        ServerLimits few = new ServerLimits(
                new ServerLimits.Connections(3, 2), standard.requests(), standard.memory(), standard.times());
        try (ServedNbd served = ServedNbd.of(directory, exports, few);
                NbdClient first = served.client(Form.SIMPLE);
                NbdClient second = served.client(Form.SIMPLE)) {
            try (NbdClient third = NbdClient.greeted(served.connect())) {
                assertThat(third.go("disk").getLast().type()).isEqualTo(Protocol.REP_ERR_POLICY);
                assertThat(third.go("other").getLast().type()).isEqualTo(Protocol.REP_ACK);
                try (SocketChannel fourth = served.connect()) {
                    assertThat(fourth.read(ByteBuffer.allocate(1))).isEqualTo(-1);
                }
                third.disconnect();
            }
            first.disconnect();
            assertThat(second.read(0, 512)).containsOnly(0);
        }
    }

    @Test
    void handshakesThatNeverEndMakeRoomForClients() throws IOException {
        ServerLimits standard = ServerLimits.STANDARD;
        ServerLimits few = new ServerLimits(
                new ServerLimits.Connections(4, 4), standard.requests(), standard.memory(), standard.times());
        List<SocketChannel> silent = new ArrayList<>();
        try (ServedNbd served = ServedNbd.of(directory, exports, few)) {
            for (int i = 0; i < 4; i++) {
                silent.add(served.connect());
            }
            boolean served4 = false;
            while (!served4) {
                try (NbdClient client = served.client(Form.SIMPLE)) {
                    assertThat(client.read(0, 512)).containsOnly(0);
                    served4 = true;
                } catch (IOException e) {
                    // The silent ones are too young yet.
                    Thread.sleep(50);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            for (SocketChannel channel : silent) {
                channel.close();
            }
        }
    }

    @Test
    void aHangingPlaneDoesNotKeepTheServerFromEnding() throws IOException {
        GatedPlane gated = new GatedPlane(new MemoryDataPlane("gated", SIZE));
        exports.with("gated", gated);
        ServerLimits standard = ServerLimits.STANDARD;
        ServerLimits brief = new ServerLimits(
                standard.connections(),
                standard.requests(),
                standard.memory(),
                new ServerLimits.Times(LONG, LONG, LONG, SHORT));
        ServedNbd served = ServedNbd.of(directory, exports, brief);
        try (NbdClient stuck = NbdClient.open(served.connect(), "gated", Form.SIMPLE)) {
            stuck.send(1, Command.of(Protocol.CMD_READ, 0, 512));
            gated.awaitWaiting(1);
            served.close();
            assertThat(stuck.in().read()).isEqualTo(-1);
            assertThat(served.socket()).doesNotExist();
        } finally {
            gated.open();
        }
    }
}

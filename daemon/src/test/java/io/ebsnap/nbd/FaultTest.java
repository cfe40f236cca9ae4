package io.ebsnap.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.nbd.Dialect.Form;
import io.ebsnap.nbd.NbdClient.Command;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.MemoryDataPlane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever breaks inside of the server, a client gets an answer or is hung up on; it never waits for a reply that is lost. */
@Timeout(60)
class FaultTest {

    private static final int SIZE = 8 << 20;

    @TempDir
    Path directory;

    /** A plane that fails as a program does that has no memory. */
    private static final class Broken extends ForwardingPlane {
        Broken() {
            super(new MemoryDataPlane("disk", SIZE));
        }

        @Override
        public boolean readNow(long offset, ByteBuffer target) {
            if (offset == 0) {
                throw new OutOfMemoryError("of the test");
            }
            return false;
        }

        @Override
        public void read(long offset, ByteBuffer target) {
            throw new OutOfMemoryError("of the test");
        }

        @Override
        public void write(long offset, ByteBuffer source, Fua fua) {
            throw new StackOverflowError("of the test");
        }

        @Override
        public void flush() {
            throw new AssertionError("of the test");
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void errorsOfTheProgramAreErrorsOfTheRequestAndKeepNoMemory(Form form) throws IOException {
        try (ServedNbd served = ServedNbd.of(directory, new Broken());
                NbdClient client = served.client(form)) {
            for (int round = 0; round < 50; round++) {
                for (Command command : List.of(
                        Command.of(Protocol.CMD_READ, 0, 512),
                        Command.of(Protocol.CMD_READ, 4096, 512),
                        Command.of(Protocol.CMD_READ, 0, 1 << 20),
                        Command.of(Protocol.CMD_READ, 1 << 20, 1 << 20),
                        Command.of(Protocol.CMD_FLUSH, 0, 0),
                        Command.write(0, new byte[512]),
                        Command.write(4096, new byte[4096]).with(Protocol.CMD_FLAG_FUA),
                        Command.write(512, new byte[1 << 20]))) {
                    assertThat(client.errorOf(command)).isEqualTo(Protocol.EIO);
                }
            }
            client.disconnect();
        }
    }

    @Test
    void whereRepliesCannotBeSentTheConnectionIsGivenUp() throws InterruptedException {
        CountDownLatch lost = new CountDownLatch(1);
        InFlight inFlight = new InFlight(4);
        Outgoing broken = new Outgoing(new Transport() {
            @Override
            public int read(ByteBuffer target) {
                return -1;
            }

            @Override
            public void write(ByteBuffer[] sources, int count) {
                throw new OutOfMemoryError("of the test");
            }

            @Override
            public void finish() {
                // Nothing to say.
            }
        });
        Outbox outbox = new Outbox(
                broken,
                inFlight,
                lost::countDown,
                work -> Thread.ofPlatform().name("test-replies").unstarted(work));
        outbox.open();
        for (int i = 0; i < 3; i++) {
            assertThat(inFlight.tryAdmit()).isTrue();
            outbox.put(SmallReply.of(target -> target.putInt(1)));
        }
        lost.await();
        outbox.close();
        assertThat(inFlight.isEmpty()).isTrue();
    }
}

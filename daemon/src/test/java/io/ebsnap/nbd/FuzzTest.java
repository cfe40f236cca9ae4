package io.ebsnap.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.nbd.Dialect.Form;
import io.ebsnap.nbd.NbdClient.Command;
import io.ebsnap.volume.MemoryDataPlane;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid conversations with seeded changes: whatever comes, nothing fails unexpectedly, nothing stays open, and the server serves. */
@Timeout(180)
class FuzzTest {

    private static final List<Form> FORMS = List.of(Form.values());

    private static final int SIZE = 1 << 20;
    private static final int CONVERSATIONS = 400;

    @TempDir
    Path directory;

    private final List<LogRecord> errors = new CopyOnWriteArrayList<>();
    private final SomeExports exports =
            new SomeExports().with("disk", new MemoryDataPlane("disk", OrderTest.filled(SIZE, 1), false));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mutatedConversationsDoNoHarm(long seed) throws IOException, InterruptedException {
        Logger logger = Logger.getLogger("io.ebsnap.nbd");
        Handler handler = collector();
        logger.addHandler(handler);
        try (ServedNbd served = ServedNbd.of(directory, exports, ServerLimits.STANDARD)) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < CONVERSATIONS; i++) {
                Form form = FORMS.get(random.nextInt(FORMS.size()));
                converse(served, mutate(conversation(form, random), random));
            }
            try (NbdClient client = served.client(Form.STRUCTURED)) {
                assertThat(client.read(0, 4096)).hasSize(4096);
                client.disconnect();
            }
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(errors).extracting(LogRecord::getMessage).isEmpty();
        assertThat(exports.open()).isZero();
    }

    @Test
    void aConversationThatIsNotMutatedEndsWell() throws IOException {
        try (ServedNbd served = ServedNbd.of(directory, exports, ServerLimits.STANDARD)) {
            for (Form form : Form.values()) {
                assertThat(converse(served, conversation(form, new SplittableRandom(1))))
                        .isGreaterThan(8192);
            }
        }
    }

    private Handler collector() {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
                    errors.add(line);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    /** Everything that a client sends in one go, from its flags to its good-bye. */
    private static byte[] conversation(Form form, SplittableRandom random) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, 0, 3});
        if (form != Form.SIMPLE) {
            int option = form == Form.EXTENDED ? Protocol.OPT_EXTENDED_HEADERS : Protocol.OPT_STRUCTURED_REPLY;
            option(out, option, new byte[0]);
            option(out, Protocol.OPT_SET_META_CONTEXT, NbdClient.queries("disk", "base:allocation"));
        }
        option(out, Protocol.OPT_LIST, new byte[0]);
        option(out, Protocol.OPT_GO, NbdClient.goData("disk"));
        for (int i = 0; i < 12; i++) {
            request(out, form, command(form, random));
        }
        request(out, form, Command.of(Protocol.CMD_READ, SIZE - 8192, 8192));
        request(out, form, Command.of(Protocol.CMD_DISC, 0, 0));
        return out.toByteArray();
    }

    private static Command command(Form form, SplittableRandom random) {
        int offset = random.nextInt(SIZE / 2);
        int length = random.nextInt(random.nextInt(4) == 0 ? 200_000 : 9000) + 1;
        return switch (random.nextInt(form == Form.SIMPLE ? 6 : 7)) {
            case 0 -> Command.write(offset, new byte[length]);
            case 1 -> Command.of(Protocol.CMD_TRIM, offset, length);
            case 2 -> Command.of(Protocol.CMD_WRITE_ZEROES, offset, length);
            case 3 -> Command.of(Protocol.CMD_FLUSH, 0, 0);
            case 4 -> Command.of(Protocol.CMD_CACHE, offset, length);
            case 5 -> Command.of(Protocol.CMD_READ, offset, length);
            default -> Command.of(Protocol.CMD_BLOCK_STATUS, offset, length);
        };
    }

    private static void option(ByteArrayOutputStream out, int option, byte[] data) {
        out.writeBytes(ByteBuffer.allocate(16 + data.length)
                .putLong(Protocol.OPTION_MAGIC)
                .putInt(option)
                .putInt(data.length)
                .put(data)
                .array());
    }

    private static void request(ByteArrayOutputStream out, Form form, Command command) {
        boolean extended = form == Form.EXTENDED;
        boolean payload = extended && command.payload().length > 0;
        ByteBuffer header = ByteBuffer.allocate(form.requestBytes())
                .putInt(extended ? Protocol.EXTENDED_REQUEST_MAGIC : Protocol.REQUEST_MAGIC)
                .putShort((short) (command.flags() | (payload ? Protocol.CMD_FLAG_PAYLOAD_LEN : 0)))
                .putShort((short) command.type())
                .putLong(out.size())
                .putLong(command.offset());
        if (extended) {
            header.putLong(command.length());
        } else {
            header.putInt((int) command.length());
        }
        out.writeBytes(header.array());
        out.writeBytes(command.payload());
    }

    private static byte[] mutate(byte[] valid, SplittableRandom random) {
        byte[] mutated = valid.clone();
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(random.nextBoolean() ? mutated.length : Math.min(mutated.length, 400));
            switch (random.nextInt(3)) {
                case 0 -> mutated[at] = (byte) random.nextInt(256);
                case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                default -> mutated[at] = (byte) (random.nextBoolean() ? 0xff : 0);
            }
        }
        int length = random.nextInt(3) == 0 ? random.nextInt(mutated.length) : mutated.length;
        return Arrays.copyOf(mutated, length);
    }

    /** Sends all and reads all until the server hangs up. @return how many bytes it has sent */
    private static long converse(ServedNbd served, byte[] bytes) throws IOException {
        try (SocketChannel channel = served.connect()) {
            Thread sender = Thread.ofPlatform().daemon(true).name("fuzz-sender").start(() -> send(channel, bytes));
            ByteBuffer sink = ByteBuffer.allocate(1 << 20);
            long received = 0;
            try {
                for (int count = channel.read(sink.clear()); count >= 0; count = channel.read(sink.clear())) {
                    received += count;
                }
            } catch (IOException e) {
                // The server hung up with our bytes unread.
            }
            sender.join();
            return received;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void send(SocketChannel channel, byte[] bytes) {
        try {
            channel.write(ByteBuffer.wrap(bytes));
            channel.shutdownOutput();
        } catch (IOException e) {
            // The server hung up, which it may.
        }
    }
}

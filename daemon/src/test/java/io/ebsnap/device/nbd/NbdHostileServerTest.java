package io.ebsnap.device.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that break the protocol: each is found out and named, in bounded time and memory. */
@Timeout(60)
class NbdHostileServerTest {

    private static final int SIZE = 1 << 20;
    private static final NbdLimits LIMITS = new NbdLimits(Duration.ofSeconds(20), Duration.ofSeconds(20));

    @TempDir
    Path directory;

    private int servers;

    /** A reply to a read of 4096 bytes at offset 8192. */
    private interface Reply {
        void write(HonestNbdScript script, DataOutputStream out, long cookie) throws IOException;
    }

    @Test
    void chunksThatBreakTheProtocolFailTheRead() throws IOException {
        assertReadFails((script, out, cookie) -> script.data(out, 1, cookie, 8192, 4095), "does not fill");
        assertReadFails((script, out, cookie) -> script.data(out, 1, cookie, 8193, 4095), "does not fill");
        assertReadFails((script, out, cookie) -> script.data(out, 1, cookie, 8192, 4097), "chunk of 4097 bytes");
        assertReadFails((script, out, cookie) -> script.data(out, 1, cookie, 8191, 4096), "at offset 8191");
        assertReadFails((script, out, cookie) -> script.data(out, 1, cookie, 12_288, 1), "at offset 12288");
        assertReadFails((script, out, cookie) -> script.hole(out, 1, cookie, 8192, -1), "chunk of 4294967295 bytes");
        assertReadFails((script, out, cookie) -> script.hole(out, 1, cookie, 8192, 0), "chunk of 0 bytes");
        assertReadFails((script, out, cookie) -> script.hole(out, 1, cookie, -4096, 4096), "in reply to a read");
        assertReadFails((script, out, cookie) -> script.hole(out, 1, cookie, Long.MAX_VALUE, 4096), "in reply");
        assertReadFails((script, out, cookie) -> HonestNbdScript.chunk(out, 1, 0, cookie, 0), "does not fill");
        assertReadFails((script, out, cookie) -> HonestNbdScript.chunk(out, 1, 1, cookie, 8), "chunk 1 of 8 bytes");
        assertReadFails((script, out, cookie) -> HonestNbdScript.chunk(out, 1, 2, cookie, 13), "chunk 2 of 13 bytes");
        assertReadFails((script, out, cookie) -> HonestNbdScript.chunk(out, 1, 5, cookie, 12), "chunk 5 of 12 bytes");
        assertReadFails((script, out, cookie) -> HonestNbdScript.chunk(out, 1, 99, cookie, 0), "chunk 99 of 0 bytes");
        assertReadFails((script, out, cookie) -> HonestNbdScript.chunk(out, 1, 1, cookie, -1), "chunk of 4294967295");
        assertReadFails((script, out, cookie) -> HonestNbdScript.chunk(out, 1, 1, cookie, 1 << 30), "chunk of 10737");
    }

    @Test
    void chunksThatOverlapFailTheRead() throws IOException {
        assertReadFails(
                (script, out, cookie) -> {
                    script.data(out, 0, cookie, 8192, 2000);
                    script.data(out, 1, cookie, 10_191, 2097);
                },
                "overlap");
        assertReadFails(
                (script, out, cookie) -> {
                    script.data(out, 0, cookie, 10_000, 100);
                    script.hole(out, 1, cookie, 8192, 4096);
                },
                "overlap");
    }

    @Test
    void endlessChunksFailTheRead() throws IOException {
        assertReadFails(
                (script, out, cookie) -> {
                    while (true) {
                        HonestNbdScript.chunk(out, 0, 0, cookie, 0);
                    }
                },
                "more than 4096 chunks");
    }

    @Test
    void repliesToNoRequestFailTheRead() throws IOException {
        assertReadFails((script, out, cookie) -> script.data(out, 1, cookie + 1, 8192, 4096), "cookie");
        assertReadFails((script, out, cookie) -> HonestNbdScript.simple(out, 5, cookie + 1), "cookie");
        assertReadFails((script, out, cookie) -> HonestNbdScript.simple(out, 0, cookie), "simple reply to a read");
        assertReadFails((script, out, cookie) -> out.writeLong(0xdeadbeefL << 32), "begins with deadbeef");
    }

    @Test
    void errorChunksWithImpossibleLengthsFailTheRead() throws IOException {
        for (int length : new int[] {0, 5, 7, 5000}) {
            assertReadFails(
                    (script, out, cookie) -> {
                        HonestNbdScript.chunk(out, 1, 0x8001, cookie, length);
                        out.writeInt(5);
                        out.writeShort(0);
                        out.write(new byte[10]);
                    },
                    "error chunk");
        }
        assertReadFails(
                (script, out, cookie) -> {
                    HonestNbdScript.chunk(out, 1, 0x8001, cookie, 6);
                    out.writeInt(5);
                    out.writeShort(0xffff);
                },
                "error chunk");
    }

    @ParameterizedTest
    @CsvSource({"0,8,8", "-1,8,8", "7,0,8", "7,4096,16", "7,4096,13"})
    void statusThatBreaksTheProtocolLeavesTheAllocationUnknown(int context, int length, int bytes) throws IOException {
        HonestNbdScript script = new HonestNbdScript(SIZE) {
            @Override
            void status(DataOutputStream out, long cookie, long offset, int asked) throws IOException {
                chunk(out, 1, 5, cookie, 4 + bytes);
                out.writeInt(context);
                out.writeInt(length == 4096 ? asked : length);
                out.writeInt(2);
                out.write(new byte[bytes - 8]);
            }
        };
        try (FakeNbdServer server = serve(script);
                NbdSource source = open(server)) {
            assertThat(source.knownZeros(0, 4096)).isFalse();
        }
    }

    @Test
    void aStatusReplyOfMillionsOfExtentsIsNotTaken() throws IOException {
        HonestNbdScript script = new HonestNbdScript(SIZE) {
            @Override
            void status(DataOutputStream out, long cookie, long offset, int asked) throws IOException {
                chunk(out, 1, 5, cookie, 4 + 8 * (200 << 10));
                out.writeInt(CONTEXT_ID);
                while (true) {
                    out.writeLong((1L << 32) + 2);
                }
            }
        };
        try (FakeNbdServer server = serve(script);
                NbdSource source = open(server)) {
            assertThat(source.knownZeros(0, 4096)).isFalse();
        }
    }

    @Test
    void wrongGreetingsFailTheOpening() throws IOException {
        assertOpenFails((connection, in, out) -> out.writeLong(0x5353482d322e302dL), "instead of NBDMAGIC");
        assertOpenFails(
                (connection, in, out) -> {
                    out.writeLong(0x4e42444d41474943L);
                    out.writeLong(0x00420281861253L);
                },
                "old style");
        assertOpenFails(
                (connection, in, out) -> {
                    out.writeLong(0x4e42444d41474943L);
                    out.writeLong(1);
                },
                "instead of IHAVEOPT");
        assertOpenFails((connection, in, out) -> out.writeInt(1), "hung up");
    }

    @Test
    void answersThatBreakTheProtocolFailTheOpening() throws IOException {
        assertGoFails(out -> HonestNbdScript.answer(out, 7, 1, new byte[0]), "does not tell the size");
        assertGoFails(out -> HonestNbdScript.answer(out, 6, 1, new byte[0]), "is for 6");
        assertGoFails(out -> HonestNbdScript.answer(out, 7, 2, new byte[4]), "answer 2 to option 7");
        assertGoFails(out -> HonestNbdScript.answer(out, 7, 3, new byte[0]), "information -1");
        assertGoFails(out -> HonestNbdScript.answer(out, 7, 3, new byte[11]), "information 0 of 11");
        assertGoFails(out -> out.write(new byte[20]), "begins with 0");
        assertGoFails(
                out -> {
                    out.writeLong(0x3e889045565a9L);
                    out.writeInt(7);
                    out.writeInt(3);
                    out.writeInt(Integer.MAX_VALUE);
                },
                "2147483647 bytes");
    }

    @ParameterizedTest
    @CsvSource({"0,4096,4096", "3,4096,4096", "131072,131072,131072", "4096,512,65536", "512,4096,256", "-1,-1,-1"})
    void impossibleBlockSizesFailTheOpening(int minimum, int preferred, int maximum) throws IOException {
        assertGoFails(
                out -> HonestNbdScript.answer(out, 7, 3, HonestNbdScript.blockSizeInfo(minimum, preferred, maximum)),
                "block sizes");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, (1L << 50) + 1})
    void anExportOfImpossibleSizeIsInvalid(long size) throws IOException {
        HonestNbdScript script = goAnswers(out -> HonestNbdScript.answer(out, 7, 3, HonestNbdScript.exportInfo(size)));
        try (FakeNbdServer server = serve(script)) {
            assertThatThrownBy(() -> open(server)).isInstanceOf(Failure.Invalid.class);
        }
    }

    @Test
    void endlessAnswersFailTheOpening() throws IOException {
        assertGoFails(
                out -> {
                    while (true) {
                        HonestNbdScript.answer(out, 7, 3, new byte[] {0, 1, 'x'});
                    }
                },
                "more than 256 answers");
    }

    @Test
    void endlessContextsFailTheOpening() throws IOException {
        HonestNbdScript script = new HonestNbdScript(SIZE) {
            @Override
            void metaContext(int option, byte[] data, DataOutputStream out) throws IOException {
                while (true) {
                    answer(out, option, 4, new byte[4000]);
                }
            }
        };
        try (FakeNbdServer server = serve(script)) {
            assertUnavailable(server, "more than 256 answers");
        }
    }

    @Test
    void contextsThatWereNotAskedForFailTheOpening() throws IOException {
        HonestNbdScript script = new HonestNbdScript(SIZE) {
            @Override
            void metaContext(int option, byte[] data, DataOutputStream out) throws IOException {
                String name = option == 9 ? "base:allocation" : "qemu:dirty-bitmap:other";
                answer(
                        out,
                        option,
                        4,
                        new NbdMessage().putInt(1).putText(name).toBuffer().array());
                answer(out, option, 1, new byte[0]);
            }
        };
        try (FakeNbdServer server = serve(script)) {
            assertUnavailable(server, "not asked for");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0x80000006,no export,NotFound",
        "0x80000005,TLS,Denied",
        "0x80000002,refuses: go away,Denied",
        "0x80000007,shutting down,Unavailable",
        "0x80000003,error 3,Unavailable"
    })
    void refusalsSayWhatTheServerSays(String type, String words, String failure) throws IOException {
        HonestNbdScript script = goAnswers(
                out -> HonestNbdScript.answer(out, 7, Long.decode(type).intValue(), HonestNbdScript.ascii("go away")));
        try (FakeNbdServer server = serve(script)) {
            assertThatThrownBy(() -> open(server)).isInstanceOfSatisfying(Failure.class, thrown -> {
                assertThat(thrown.getClass().getSimpleName()).isEqualTo(failure);
                assertThat(thrown.getMessage() + thrown.hint()).contains(words);
            });
        }
    }

    /** Bytes of the server are altered on their way: only failures may come of it, never a hang or another exception. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void alteredBytesGiveFailuresOnly(long seed) throws IOException {
        Random random = new Random(seed);
        NbdLimits impatient = new NbdLimits(Duration.ofMillis(300), Duration.ofMillis(300));
        for (int round = 0; round < 12; round++) {
            HonestNbdScript honest = new HonestNbdScript(SIZE);
            long from = random.nextInt(200);
            FakeNbdServer.Script noisy = (connection, in, out) ->
                    honest.serve(connection, in, new DataOutputStream(new Noise(out, new Random(from), from)));
            Path socket = directory.resolve("socket-" + seed + "-" + round);
            try (FakeNbdServer server = new FakeNbdServer(socket, noisy)) {
                use(server, impatient);
            }
        }
    }

    private static void use(FakeNbdServer server, NbdLimits limits) {
        try (NbdSource source = NbdSource.open(server.uri(), limits, NbdSourceTest.threads())) {
            long size = source.geometry().sizeBytes();
            source.knownZeros(0, Math.min(size, 65_536));
            source.read(0, ByteBuffer.allocate((int) Math.min(size, 512)));
            source.read(size / 2, ByteBuffer.allocate((int) Math.min(size / 2, 4096)));
        } catch (Failure expected) {
            assertThat(expected).hasMessageContaining("nbd+unix");
        }
    }

    private void assertReadFails(Reply reply, String words) throws IOException {
        HonestNbdScript script = new HonestNbdScript(SIZE) {
            @Override
            void read(DataOutputStream out, long cookie, long offset, int length) throws IOException {
                reply.write(this, out, cookie);
            }
        };
        try (FakeNbdServer server = serve(script);
                NbdSource source = open(server)) {
            assertThatThrownBy(() -> source.read(8192, ByteBuffer.allocate(4096)))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining(words);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    private void assertOpenFails(FakeNbdServer.Script script, String words) throws IOException {
        try (FakeNbdServer server = serve(script)) {
            assertUnavailable(server, words);
        }
    }

    private interface Answers {
        void write(DataOutputStream out) throws IOException;
    }

    private static HonestNbdScript goAnswers(Answers answers) {
        return new HonestNbdScript(SIZE) {
            @Override
            boolean go(DataOutputStream out) throws IOException {
                answers.write(out);
                out.flush();
                return true;
            }
        };
    }

    private void assertGoFails(Answers answers, String words) throws IOException {
        assertOpenFails(goAnswers(answers), words);
    }

    private static void assertUnavailable(FakeNbdServer server, String words) {
        assertThatThrownBy(() -> open(server))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining(words);
    }

    private FakeNbdServer serve(FakeNbdServer.Script script) throws IOException {
        return new FakeNbdServer(directory.resolve("socket-" + servers++), script);
    }

    private static NbdSource open(FakeNbdServer server) {
        return NbdSource.open(server.uri(), LIMITS, NbdSourceTest.threads());
    }

    /** Alters a byte now and then, from some byte on. */
    private static final class Noise extends FilterOutputStream {
        private final Random random;
        private long left;

        Noise(OutputStream out, Random random, long clean) {
            super(out);
            this.random = random;
            this.left = clean;
        }

        @Override
        public void write(int value) throws IOException {
            boolean altered = --left < 0 && random.nextInt(20) == 0;
            out.write(altered ? value ^ 1 << random.nextInt(8) : value);
        }
    }
}

package io.ebsnap.device.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client against a server in the same process, which does what real ones do seldom. */
@Timeout(60)
class NbdSourceTest {

    private static final int SIZE = 3_000_001;
    private static final NbdLimits LIMITS = new NbdLimits(Duration.ofSeconds(20), Duration.ofSeconds(20));

    @TempDir
    Path directory;

    @Test
    void readsAnyRange() throws IOException {
        HonestNbdScript script = new HonestNbdScript(SIZE);
        try (FakeNbdServer server = serve(script);
                NbdSource source = open(server)) {
            assertThat(source.geometry().sizeBytes()).isEqualTo(SIZE);
            assertReads(source, script, 0, 1);
            assertReads(source, script, 0, SIZE);
            assertReads(source, script, SIZE - 1, 1);
            assertReads(source, script, 12_345, 1 << 20);
            assertReads(source, script, 5, 0);
        }
    }

    @Test
    void readsThatReachBeyondTheEndAreRefusedBeforeTheyAreSent() throws IOException {
        try (FakeNbdServer server = serve(new HonestNbdScript(SIZE));
                NbdSource source = open(server)) {
            assertThatIllegalArgumentException().isThrownBy(() -> source.read(SIZE, ByteBuffer.allocate(1)));
            assertThatIllegalArgumentException().isThrownBy(() -> source.read(-1, ByteBuffer.allocate(1)));
            assertThatIllegalArgumentException().isThrownBy(() -> source.knownZeros(SIZE - 1, 2));
        }
    }

    @Test
    void manyThreadsReadOverOneConnectionAlsoWhenRepliesComeInAnotherOrder() throws IOException {
        HonestNbdScript script = new HonestNbdScript(SIZE) {
            private final List<long[]> held = new ArrayList<>();

            @Override
            void read(DataOutputStream out, long cookie, long offset, int length) throws IOException {
                held.addFirst(new long[] {cookie, offset, length});
                if (held.size() == 4) {
                    for (long[] one : held) {
                        int half = (int) one[2] / 2;
                        data(out, 0, one[0], one[1] + half, (int) one[2] - half);
                    }
                    for (long[] one : held) {
                        data(out, 1, one[0], one[1], (int) one[2] / 2);
                    }
                    held.clear();
                }
            }
        };
        try (FakeNbdServer server = serve(script);
                NbdSource source = open(server)) {
            List<Thread> readers = new ArrayList<>();
            AtomicInteger right = new AtomicInteger();
            for (int reader = 0; reader < 4; reader++) {
                long start = reader * 500_000L;
                readers.add(Thread.ofPlatform().name("reader-" + reader).start(() -> {
                    for (int i = 0; i < 50; i++) {
                        assertReads(source, script, start + i * 5000L, 5000);
                        right.incrementAndGet();
                    }
                }));
            }
            readers.forEach(NbdSourceTest::join);
            assertThat(right).hasValue(200);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void holesInRepliesAreZeros() throws IOException {
        HonestNbdScript script = new HonestNbdScript(SIZE) {
            @Override
            void read(DataOutputStream out, long cookie, long offset, int length) throws IOException {
                hole(out, 0, cookie, offset + 1000, length - 2000);
                data(out, 0, cookie, offset + length - 1000, 1000);
                data(out, 0, cookie, offset, 1000);
                chunk(out, 1, 0, cookie, 0);
            }
        };
        try (FakeNbdServer server = serve(script);
                NbdSource source = open(server)) {
            ByteBuffer read = ByteBuffer.allocate(500_000);
            Arrays.fill(read.array(), (byte) 1);
            source.read(100, read);
            byte[] expected = Arrays.copyOfRange(script.content, 100, 500_100);
            Arrays.fill(expected, 1000, 499_000, (byte) 0);
            assertThat(Arrays.equals(read.array(), expected)).isTrue();
        }
    }

    @Test
    void aServerWithoutChunksOrContextsWorksToo() throws IOException {
        HonestNbdScript script = new HonestNbdScript(SIZE) {
            @Override
            void structuredReply(DataOutputStream out) throws IOException {
                answer(out, 8, 0x80000001, new byte[0]);
            }

            @Override
            void read(DataOutputStream out, long cookie, long offset, int length) throws IOException {
                simple(out, 0, cookie);
                out.write(content, (int) offset, length);
            }
        };
        try (FakeNbdServer server = serve(script);
                NbdSource source = open(server)) {
            assertReads(source, script, 77, 100_000);
            assertThat(source.knownZeros(0, 1000)).isFalse();
            assertThat(source.dirtyBitmaps()).isEmpty();
        }
    }

    @Test
    void aServerThatKnowsOnlyExportNamesWorksToo() throws IOException {
        HonestNbdScript script = new HonestNbdScript(SIZE) {
            @Override
            void structuredReply(DataOutputStream out) throws IOException {
                answer(out, 8, 0x80000001, new byte[0]);
            }

            @Override
            boolean go(DataOutputStream out) throws IOException {
                answer(out, 7, 0x80000001, new byte[0]);
                return true;
            }

            @Override
            void read(DataOutputStream out, long cookie, long offset, int length) throws IOException {
                simple(out, 0, cookie);
                out.write(content, (int) offset, length);
            }
        };
        try (FakeNbdServer server = serve(script);
                NbdSource source = open(server)) {
            assertThat(source.geometry().sizeBytes()).isEqualTo(SIZE);
            assertReads(source, script, 77, 100_000);
        }
    }

    @Test
    void requestsKeepToTheBlockSizesOfTheServer() throws IOException {
        List<long[]> asked = new ArrayList<>();
        HonestNbdScript script = new HonestNbdScript(SIZE) {
            @Override
            boolean go(DataOutputStream out) throws IOException {
                answer(out, 7, 3, blockSizeInfo(65_536, 65_536, 131_072));
                return super.go(out);
            }

            @Override
            void read(DataOutputStream out, long cookie, long offset, int length) throws IOException {
                asked.add(new long[] {offset, length});
                super.read(out, cookie, offset, length);
            }
        };
        try (FakeNbdServer server = serve(script);
                NbdSource source = open(server)) {
            assertReads(source, script, 4096, 300_000);
            assertReads(source, script, SIZE - 10, 10);
        }
        assertThat(asked).hasSize(4).allSatisfy(read -> {
            assertThat(read[0] % 65_536).isZero();
            assertThat(read[1]).isLessThanOrEqualTo(131_072);
            assertThat(read[1] % 65_536 == 0 || read[0] + read[1] == SIZE).isTrue();
        });
    }

    @Test
    void anErrorOfTheServerNamesOffsetAndErrnoAndTheNextReadWorks() throws IOException {
        HonestNbdScript script = new HonestNbdScript(SIZE) {
            @Override
            void read(DataOutputStream out, long cookie, long offset, int length) throws IOException {
                if (offset == 4096) {
                    data(out, 0, cookie, offset, 100);
                    chunk(out, 1, 0x8002, cookie, 6 + 9 + 8);
                    out.writeInt(5);
                    out.writeShort(9);
                    out.write(ascii("bad\u001bmedia"));
                    out.writeLong(4196);
                } else {
                    super.read(out, cookie, offset, length);
                }
            }
        };
        try (FakeNbdServer server = serve(script);
                NbdSource source = open(server)) {
            assertThatThrownBy(() -> source.read(4096, ByteBuffer.allocate(512)))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("offset 4096")
                    .hasMessageContaining("EIO at offset 4196 (bad?media)");
            assertReads(source, script, 8192, 512);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aLostConnectionIsTriedOnceMore() throws IOException {
        HonestNbdScript script = new HonestNbdScript(SIZE) {
            private int reads;

            @Override
            void read(DataOutputStream out, long cookie, long offset, int length) throws IOException {
                if (++reads % 3 == 0) {
                    chunk(out, 1, 1, cookie, length + 8);
                    out.flush();
                    throw new IOException("dies in the middle of a reply");
                }
                super.read(out, cookie, offset, length);
            }
        };
        try (FakeNbdServer server = serve(script);
                NbdSource source = open(server)) {
            IntStream.range(0, 6).forEach(i -> assertReads(source, script, i * 1000L, 1000));
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void aServerThatIsGoneIsUnavailable() throws IOException {
        FakeNbdServer server = serve(new HonestNbdScript(SIZE));
        try (NbdSource source = open(server)) {
            server.close();

            assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate(512)))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("nbd+unix:///disk");
        }
    }

    @Test
    void anExportThatComesBackWithAnotherSizeIsUnavailable() throws IOException {
        HonestNbdScript before = new HonestNbdScript(SIZE) {
            @Override
            void read(DataOutputStream out, long cookie, long offset, int length) throws IOException {
                throw new IOException("dies");
            }
        };
        HonestNbdScript after = new HonestNbdScript(SIZE + 1);
        FakeNbdServer.Script script =
                (connection, in, out) -> (connection == 1 ? before : after).serve(connection, in, out);
        try (FakeNbdServer server = serve(script);
                NbdSource source = open(server)) {
            assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate(512)))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("now has " + (SIZE + 1));
        }
    }

    @Test
    void aSilentServerIsUnavailableAfterTheLimit() throws IOException {
        HonestNbdScript script = new HonestNbdScript(SIZE) {
            @Override
            void read(DataOutputStream out, long cookie, long offset, int length) {
                // Not a word.
            }
        };
        NbdLimits impatient = new NbdLimits(Duration.ofSeconds(20), Duration.ofMillis(100));
        try (FakeNbdServer server = serve(script);
                NbdSource source = NbdSource.open(server.uri(), impatient, threads())) {
            assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate(512)))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("no answer within");
        }
    }

    @Test
    void aServerThatNeverGreetsIsUnavailableAfterTheLimit() throws IOException {
        NbdLimits impatient = new NbdLimits(Duration.ofMillis(100), Duration.ofSeconds(20));
        try (FakeNbdServer server = serve((connection, in, out) -> in.read())) {
            assertThatThrownBy(() -> NbdSource.open(server.uri(), impatient, threads()))
                    .isInstanceOf(Failure.Unavailable.class)
                    .hasMessageContaining("no negotiation within");
        }
    }

    @Test
    void aSocketThatIsNotThereIsNotFound() {
        NbdUri uri = NbdUri.parse("nbd+unix:///disk?socket=" + directory.resolve("none"));

        assertThatThrownBy(() -> NbdSource.open(uri, LIMITS, threads())).isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void knownZerosAreAskedForInPiecesAndKept() throws IOException {
        AtomicInteger questions = new AtomicInteger();
        HonestNbdScript script = new HonestNbdScript(SIZE) {
            @Override
            void status(DataOutputStream out, long cookie, long offset, int length) throws IOException {
                questions.incrementAndGet();
                long end = Math.min(offset + 1_000_000, SIZE);
                chunk(out, 1, 5, cookie, 4 + 8 * 4);
                out.writeInt(CONTEXT_ID);
                writeExtent(out, 100_000, 3);
                writeExtent(out, 100_000, 2);
                writeExtent(out, 100_000, 0);
                writeExtent(out, (int) (end - offset) - 300_000, 3);
            }
        };
        try (FakeNbdServer server = serve(script);
                NbdSource source = open(server)) {
            assertThat(source.knownZeros(0, 200_000)).isTrue();
            assertThat(source.knownZeros(50_000, 150_000)).isTrue();
            assertThat(source.knownZeros(199_999, 2)).isFalse();
            assertThat(source.knownZeros(200_000, 100_000)).isFalse();
            assertThat(source.knownZeros(300_000, 700_000)).isTrue();
            assertThat(questions).hasValue(1);
            assertThat(source.knownZeros(300_000, 900_000)).isTrue();
            assertThat(source.knownZeros(300_000, 900_001)).isFalse();
            assertThat(questions).hasValue(2);
        }
    }

    @Test
    void aServerThatDoesNotTellItsAllocationIsReadWhole() throws IOException {
        HonestNbdScript script = new HonestNbdScript(SIZE) {
            @Override
            void status(DataOutputStream out, long cookie, long offset, int length) throws IOException {
                simple(out, 95, cookie);
            }
        };
        try (FakeNbdServer server = serve(script);
                NbdSource source = open(server)) {
            assertThat(source.knownZeros(0, 4096)).isFalse();
            assertReads(source, script, 0, 4096);
        }
    }

    @Test
    void nothingWorksAfterItWasClosed() throws IOException {
        try (FakeNbdServer server = serve(new HonestNbdScript(SIZE))) {
            NbdSource source = open(server);
            source.close();
            source.close();

            assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate(512))).isInstanceOf(Failure.Unavailable.class);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void offsetsBeyondTwoGibibytesReachTheServerWhole() throws IOException {
        long size = 5L << 30;
        List<Long> asked = new ArrayList<>();
        HonestNbdScript script = new HonestNbdScript(0) {
            @Override
            boolean go(DataOutputStream out) throws IOException {
                answer(out, 7, 3, exportInfo(size));
                answer(out, 7, 1, new byte[0]);
                return false;
            }

            @Override
            void read(DataOutputStream out, long cookie, long offset, int length) throws IOException {
                asked.add(offset);
                hole(out, 1, cookie, offset, length);
            }
        };
        try (FakeNbdServer server = serve(script);
                NbdSource source = open(server)) {
            source.read((4L << 30) + 4096, ByteBuffer.allocate(512));
            source.read(size - 1, ByteBuffer.allocate(1));
        }
        assertThat(asked).containsExactly((4L << 30) + 4096, size - 1);
    }

    private static void writeExtent(DataOutputStream out, int length, int flags) throws IOException {
        out.writeInt(length);
        out.writeInt(flags);
    }

    private FakeNbdServer serve(FakeNbdServer.Script script) throws IOException {
        return new FakeNbdServer(directory.resolve("socket"), script);
    }

    private static NbdSource open(FakeNbdServer server) {
        return NbdSource.open(server.uri(), LIMITS, threads());
    }

    static ThreadFactory threads() {
        return Thread.ofPlatform().name("nbd-client-", 0).daemon(true).factory();
    }

    private static void assertReads(NbdSource source, HonestNbdScript script, long offset, int length) {
        ByteBuffer read = ByteBuffer.allocateDirect(length);
        source.read(offset, read);
        assertThat(read.hasRemaining()).isFalse();
        assertThat(read.flip()).isEqualTo(ByteBuffer.wrap(script.content, (int) offset, length));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

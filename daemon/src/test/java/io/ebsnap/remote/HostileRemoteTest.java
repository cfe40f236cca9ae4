package io.ebsnap.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.identity.StoreId;
import io.ebsnap.scenario.MemoryDevice;
import io.ebsnap.snapshot.DistantAlias;
import io.ebsnap.snapshot.DistantBlock;
import io.ebsnap.snapshot.DistantFacts;
import io.ebsnap.snapshot.DistantPage;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a remote sends that is damaged or means harm. */
class HostileRemoteTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final long BLOCKS = 100;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 4);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverComesIsReadOrRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            survives(mutated(facts(), random), in -> Messages.facts(in, NOW));
            survives(mutated(page(), random), HostileRemoteTest::requireSense);
            survives(mutated(hello(), random), in -> Hello.read(in).common());
            survives(mutated(page(), random), in -> Messages.error(in, "far"));
        }
    }

    @Test
    void whatIsHonestIsReadAsItWasWritten() {
        assertThat(Messages.facts(reader(facts()), NOW)).isEqualTo(someFacts());
        assertThat(Messages.page(reader(page()), 3, BLOCKS)).isEqualTo(somePage());
    }

    @Test
    void blocksOutOfOrderOrBeyondTheEndAreRefused() {
        for (DistantPage bad : List.of(
                new DistantPage(List.of(hole(5), hole(5)), 10),
                new DistantPage(List.of(hole(2)), 10),
                new DistantPage(List.of(hole(10)), 10),
                new DistantPage(List.of(), 3),
                new DistantPage(List.of(), BLOCKS + 1))) {
            FrameWriter out = new FrameWriter(Protocol.ANSWER_BYTES_MAX).begin(Protocol.PAGE);
            Messages.page(out, bad);
            assertThatThrownBy(() -> Messages.page(reader(out), 3, BLOCKS)).isInstanceOf(Failure.Corrupt.class);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void questionsThatMakeNoSenseHurtNobodyElse(long seed) throws IOException {
        try (RemoteFixture far = new RemoteFixture(1);
                RemoteFixture near = new RemoteFixture(2)) {
            MemoryDevice device = far.engine.machine.add("/dev/a", 1 << 20);
            device.scribble(new Random(seed), 2);
            SnapshotRecord source = far.engine.snapshot("/dev/a");
            far.know("near", near, near.port());
            near.know("far", far, far.port());
            ask(near, new Random(seed));
            try (Asking honest =
                    near.service().lines().ask(near.service().remotes().require("far"))) {
                assertThat(honest.open(new SnapshotId(source.snapshotId())).sizeBytes())
                        .isEqualTo(1 << 20);
            }
        }
    }

    /** Until it is hung up on, or for so many questions. */
    private static void ask(RemoteFixture near, Random random) {
        RemoteLines.Called called =
                near.service().lines().call(near.service().remotes().require("far"), Protocol.ASKS);
        try (Line line = called.line()) {
            line.expect(Protocol.ANSWER_BYTES_MAX);
            FrameWriter out = new FrameWriter(Protocol.QUESTION_BYTES_MAX);
            for (int i = 0; i < 30; i++) {
                byte[] noise = new byte[random.nextInt(40)];
                random.nextBytes(noise);
                out.begin(random.nextBoolean() ? 0x10 + random.nextInt(8) : random.nextInt(256))
                        .raw(noise);
                line.send(out, 5_000);
                assertThat(line.receive(5_000).type()).isEqualTo(Protocol.ERROR);
            }
        } catch (IOException | Failure e) {
            assertThat(e).isNotNull();
        }
    }

    private static void requireSense(FrameReader in) {
        long before = 2;
        for (DistantBlock block : Messages.page(in, 3, BLOCKS).blocks()) {
            assertThat(block.index()).isGreaterThan(before).isLessThan(BLOCKS);
            before = block.index();
        }
    }

    private static void survives(FrameReader in, Consumer<FrameReader> reading) {
        assertThatCode(() -> {
                    try {
                        reading.accept(in);
                    } catch (Failure.Corrupt | Failure.TooNew | Failure.TooOld refused) {
                        assertThat(refused.getMessage()).isNotNull();
                    }
                })
                .doesNotThrowAnyException();
    }

    private static FrameReader mutated(FrameWriter message, Random random) {
        int length = message.finish();
        byte[] bytes = Arrays.copyOfRange(message.array(), 5, length);
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        int end = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
        return new FrameReader(message.array()[4] & 0xff, bytes, 0, end);
    }

    private static FrameReader reader(FrameWriter message) {
        int length = message.finish();
        return new FrameReader(message.array()[4] & 0xff, message.array(), 5, length);
    }

    private static FrameWriter facts() {
        FrameWriter out = new FrameWriter(Protocol.ANSWER_BYTES_MAX).begin(Protocol.OPEN);
        Messages.facts(out, someFacts());
        return out;
    }

    private static DistantFacts someFacts() {
        return new DistantFacts(
                new SnapshotId("snap-0123456789abcdef0"),
                "vol-0123456789abcdef0",
                NOW,
                1 << 30,
                1 << 20,
                "w\u00f6rds",
                List.of(new Tag("a", "b"), new Tag("c", "")));
    }

    private static FrameWriter page() {
        FrameWriter out = new FrameWriter(Protocol.ANSWER_BYTES_MAX).begin(Protocol.PAGE);
        Messages.page(out, somePage());
        return out;
    }

    private static DistantPage somePage() {
        return new DistantPage(
                List.of(hole(3), new DistantBlock(7, Optional.of(new DistantAlias(1, 2))), hole(99)), BLOCKS);
    }

    private static DistantBlock hole(long index) {
        return new DistantBlock(index, Optional.empty());
    }

    private static FrameWriter hello() {
        FrameWriter out = new FrameWriter(Protocol.HELLO_BYTES_MAX);
        new Hello(1, 1, 3, StoreId.of(new byte[StoreId.BYTES]), NOW, "ebsnapd 1").write(out);
        return out;
    }
}

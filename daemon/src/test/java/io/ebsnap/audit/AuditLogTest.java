package io.ebsnap.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogTest {

    private static final int MANY = 60;

    @TempDir
    private Path folder;

    private Path directory() {
        return folder.resolve("audit");
    }

    @Test
    void whatWasWrittenIsThereInItsOrder() {
        try (AuditLog log = AuditFixtures.open(directory())) {
            long sequence = log.begin(AuditKind.REQUEST, AuditFixtures.deed("CreateSnapshot", "vol-1"));
            log.end(
                    AuditKind.RESPONSE,
                    sequence,
                    AuditFixtures.deed("CreateSnapshot", "vol-1", "snap-1"),
                    AuditLine.Outcome.failed("no \"room\"\nleft"));
            List<AuditLine> lines = all(log);
            assertThat(lines).extracting(AuditLine::sequence).containsExactly(1L, 2L);
            assertThat(lines).extracting(AuditLine::kind).containsExactly(AuditKind.REQUEST, AuditKind.RESPONSE);
            assertThat(lines.getLast().of()).isEqualTo(1);
            assertThat(lines.getLast().deed()).isEqualTo(AuditFixtures.deed("CreateSnapshot", "vol-1", "snap-1"));
            assertThat(lines.getLast().outcome()).isEqualTo(AuditLine.Outcome.failed("no \"room\"\nleft"));
            assertThat(lines.getLast().time()).isEqualTo(AuditFixtures.TIME);
        }
    }

    @Test
    void aLaterDaemonGoesOnBehindTheLastLineOverManySegments() {
        for (int i = 0; i < MANY; i++) {
            try (AuditLog log = AuditFixtures.open(directory())) {
                assertThat(log.latest()).isEqualTo(2L * i);
                AuditFixtures.done(log, "Action" + i);
            }
        }
        try (AuditLog log = AuditFixtures.open(directory())) {
            assertThat(all(log)).hasSize(2 * MANY);
            assertThat(log.reading().verify(0).findings()).isEmpty();
            assertThat(log.undone()).isEmpty();
            for (long after = 0; after < 2 * MANY; after += 7) {
                assertThat(log.reading().after(after, 5, line -> true).lines())
                        .as("behind %s", after)
                        .first()
                        .returns(after + 1, AuditLine::sequence);
            }
        }
        assertThat(segments()).hasSizeGreaterThan(3);
    }

    @Test
    void whatIsNotDoneIsKnownToALaterDaemonHoweverManySegmentsLieBetween() {
        try (AuditLog log = AuditFixtures.open(directory())) {
            long unused = log.begin(AuditKind.REQUEST, AuditFixtures.deed("Long"));
            for (int i = 0; i < MANY; i++) {
                AuditFixtures.done(log, "Short");
            }
        }
        try (AuditLog log = AuditFixtures.open(directory())) {
            assertThat(log.undone()).extracting(line -> line.deed().action()).containsExactly("Long");
            log.answerInterrupted();
            assertThat(log.undone()).isEmpty();
            assertThat(all(log).getLast())
                    .returns("interrupted", line -> line.outcome().result())
                    .returns(1L, AuditLine::of);
        }
    }

    @Test
    void partsFollowEachOtherWithoutGapAndTellTheEnd() {
        try (AuditLog log = AuditFixtures.open(directory())) {
            for (int i = 0; i < MANY; i++) {
                AuditFixtures.done(log, "Action" + i);
            }
            long cursor = 0;
            int found = 0;
            AuditReading.Part part;
            do {
                part = log.reading().after(cursor, 7, line -> line.kind() == AuditKind.RESPONSE);
                found += part.lines().size();
                cursor = part.next();
            } while (!part.isEnd());
            assertThat(found).isEqualTo(MANY);
            assertThat(cursor).isEqualTo(2 * MANY);
        }
    }

    @Test
    void noWordOfALineIsOnTheDisk() throws IOException {
        try (AuditLog log = AuditFixtures.open(directory())) {
            long unused = log.begin(AuditKind.REQUEST, AuditFixtures.deed("Open"));
            for (int i = 0; i < MANY; i++) {
                AuditFixtures.done(log, "Action" + i);
            }
        }
        for (Path segment : segments()) {
            assertThat(new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1))
                    .doesNotContain("Action", "alice", "111111111111");
        }
    }

    @Test
    void aCursorBehindTheEndIsBroughtToTheEnd() {
        try (AuditLog log = AuditFixtures.open(directory())) {
            AuditFixtures.done(log, "Action");
            assertThat(log.reading().after(Long.MAX_VALUE - 1, 1, line -> true))
                    .isEqualTo(new AuditReading.Part(List.of(), 2, true));
        }
    }

    @Test
    void waitingEndsWithALineAndWithTheTime() throws Exception {
        try (AuditLog log = AuditFixtures.open(directory())) {
            assertThat(log.await(0, Duration.ofMillis(1))).isFalse();
            Thread writer = Thread.ofPlatform().name("writer").start(() -> AuditFixtures.done(log, "Action"));
            assertThat(log.await(0, Duration.ofMinutes(1))).isTrue();
            writer.join();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 200})
    void aLineThatACrashHasCutIsGoneAndTheRestIsWhole(int bytesMissing) throws IOException {
        try (AuditLog log = AuditFixtures.open(directory())) {
            AuditFixtures.done(log, "First");
            AuditFixtures.done(log, "Second");
        }
        cut(segments().getLast(), bytesMissing);
        try (AuditLog log = AuditFixtures.open(directory())) {
            assertThat(log.latest()).isEqualTo(3);
            assertThat(log.undone()).extracting(line -> line.deed().action()).containsExactly("Second");
            AuditFixtures.done(log, "Third");
            assertThat(log.reading().verify(0).findings()).isEmpty();
            assertThat(all(log)).extracting(AuditLine::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
        }
    }

    @Test
    void anyByteThatIsChangedIsFoundAndTheDaemonGoesOn() throws IOException {
        try (AuditLog log = AuditFixtures.open(directory())) {
            for (int i = 0; i < MANY; i++) {
                AuditFixtures.done(log, "Action" + i);
            }
        }
        Random random = new Random(11);
        for (int i = 0; i < 40; i++) {
            Path segment = segments().get(random.nextInt(segments().size()));
            byte[] good = Files.readAllBytes(segment);
            byte[] bad = good.clone();
            int at = random.nextInt(written(good));
            bad[at] ^= (byte) (1 << random.nextInt(7));
            Files.write(segment, bad);
            try (AuditLog log = AuditFixtures.open(copy(i))) {
                assertThat(log.reading().verify(0).findings())
                        .as("byte %s of %s", at, segment)
                        .isNotEmpty();
                AuditFixtures.done(log, "After");
                assertThat(all(log).getLast().deed().action()).isEqualTo("After");
            }
            Files.write(segment, good);
        }
    }

    @Test
    void aSegmentThatIsGoneOrALineThatIsTakenOutIsFound() throws IOException {
        try (AuditLog log = AuditFixtures.open(directory())) {
            for (int i = 0; i < MANY; i++) {
                AuditFixtures.done(log, "Action" + i);
            }
        }
        Path removed = segments().get(1);
        byte[] content = Files.readAllBytes(removed);
        Files.delete(removed);
        assertThat(findings()).isNotEmpty();
        Files.write(removed, withoutLine(content, 2));
        assertThat(findings()).isNotEmpty();
        Files.write(removed, content);
        assertThat(findings()).isEmpty();
    }

    @Test
    void anotherKeyProvesNothing() {
        try (AuditLog log = AuditFixtures.open(directory())) {
            AuditFixtures.done(log, "Action");
        }
        try (AuditLog log = AuditFixtures.openWithAnotherKey(directory())) {
            assertThat(log.reading().verify(0).findings()).isNotEmpty();
        }
    }

    @Test
    void theHashOfALineStaysTheSame() {
        String hash;
        try (AuditLog log = AuditFixtures.open(directory())) {
            AuditFixtures.done(log, "Action");
            hash = log.reading().verify(0).hash();
            for (int i = 0; i < MANY; i++) {
                AuditFixtures.done(log, "Action" + i);
            }
            assertThat(log.reading().verify(2).askedHash()).isEqualTo(hash);
        }
    }

    @Test
    void theOldestSegmentsGoAndThatIsSaid() {
        try (AuditLog log = AuditFixtures.open(directory(), CrashPoints.NONE, 3L * AuditFixtures.SEGMENT_BYTES)) {
            for (int i = 0; i < 3 * MANY; i++) {
                AuditFixtures.done(log, "Action" + i);
            }
            assertThat(segments()).hasSizeLessThanOrEqualTo(4);
            AuditReading.Part part = log.reading().after(0, 1000, line -> true);
            assertThat(part.lines().getFirst().sequence()).isGreaterThan(1);
            assertThat(part.lines()).anyMatch(line -> line.deed().action().equals("trimAuditLog"));
            assertThat(log.reading().verify(0).findings()).isEmpty();
        }
    }

    @Test
    void whatIsTooLongForALineIsCutAndNotRefused() {
        try (AuditLog log = AuditFixtures.open(directory())) {
            String many = "\u0001".repeat(10_000);
            log.end(
                    AuditKind.EVENT,
                    0,
                    new Deed(AuditFixtures.DAEMON, "111111111111", "x", List.of(many), Map.of("Detail", many)),
                    AuditLine.Outcome.failed(many));
            assertThat(all(log)).hasSize(1);
        }
    }

    @Test
    void aClosedLogTakesNothing() {
        AuditLog log = AuditFixtures.open(directory());
        log.close();
        assertThatThrownBy(() -> log.begin(AuditKind.REQUEST, AuditFixtures.deed("x")))
                .isInstanceOf(Failure.Unavailable.class);
    }

    private List<String> findings() {
        return new AuditReading(
                        new SegmentFiles(directory(), AuditFixtures.SEGMENT_BYTES),
                        AuditFixtures.keys(),
                        () -> 2L * MANY)
                .verify(0)
                .findings();
    }

    private static List<AuditLine> all(AuditLog log) {
        return log.reading().after(0, 10_000, line -> true).lines();
    }

    private List<Path> segments() {
        try (Stream<Path> files = Files.list(directory())) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path copy(int number) throws IOException {
        Path copy = folder.resolve("copy-" + number);
        Files.createDirectory(copy);
        for (Path segment : segments()) {
            Files.copy(segment, copy.resolve(segment.getFileName()));
        }
        return copy;
    }

    private static int written(byte[] segment) {
        int end = segment.length;
        while (segment[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static void cut(Path segment, int bytes) throws IOException {
        byte[] content = Files.readAllBytes(segment);
        int end = written(content);
        Arrays.fill(content, end - bytes, end, (byte) 0);
        Files.write(segment, content);
    }

    private static byte[] withoutLine(byte[] segment, int number) {
        String[] lines = new String(segment, 0, written(segment), StandardCharsets.UTF_8).split("(?<=\n)", -1);
        StringBuilder rest = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            if (i != number) {
                rest.append(lines[i]);
            }
        }
        return Arrays.copyOf(rest.toString().getBytes(StandardCharsets.UTF_8), segment.length);
    }
}

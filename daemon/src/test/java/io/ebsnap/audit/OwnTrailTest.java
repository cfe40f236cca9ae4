package io.ebsnap.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an account sees of a log that everybody's lines are in. */
class OwnTrailTest {

    private static final String ALICE = "111111111111";
    private static final String BOB = "222222222222";
    private static final int MANY = 60;

    @TempDir
    private Path folder;

    private Path directory() {
        return folder.resolve("audit");
    }

    @Test
    void linesOfOthersAreNeitherSeenNorCounted() {
        try (AuditLog log = AuditFixtures.open(directory())) {
            AuditFixtures.done(log, "Administrators");
            AuditFixtures.doneFor(BOB, log, "Bobs");
            AuditFixtures.doneFor(ALICE, log, "Alices");
            AuditFixtures.doneFor(BOB, log, "Bobs");
            List<AuditLine> lines = all(log, ALICE);
            assertThat(lines).extracting(line -> line.deed().action()).containsOnly("Alices");
            assertThat(lines).extracting(AuditLine::sequence).containsExactly(1L, 2L);
            assertThat(lines.getLast().of()).isEqualTo(1);
            assertThat(all(log, BOB)).extracting(AuditLine::sequence).containsExactly(1L, 2L, 3L, 4L);
            assertThat(all(log, "333333333333")).isEmpty();
            assertThat(log.reading().after(0, 100, line -> true).lines()).hasSize(8);
        }
    }

    @Test
    void numbersGoOnOverSegmentsAndDaemons() {
        for (int i = 0; i < MANY; i++) {
            try (AuditLog log = AuditFixtures.open(directory())) {
                AuditFixtures.done(log, "Administrators");
                AuditFixtures.doneFor(i % 7 == 0 ? ALICE : BOB, log, "Action" + i);
            }
        }
        try (AuditLog log = AuditFixtures.open(directory())) {
            assertThat(all(log, BOB)).extracting(AuditLine::sequence).containsExactlyElementsOf(numbers(2 * 51));
            assertThat(all(log, ALICE)).extracting(AuditLine::sequence).containsExactlyElementsOf(numbers(2 * 9));
            for (long after = 0; after < 2 * 51; after += 5) {
                assertThat(log.of(BOB).after(after, 1, line -> true).lines())
                        .as("behind %s", after)
                        .first()
                        .returns(after + 1, AuditLine::sequence);
            }
            assertThat(log.reading().verify(0).findings()).isEmpty();
        }
        assertThat(segments()).hasSizeGreaterThan(3);
    }

    @Test
    void whatOthersDoChangesNoAnswer() {
        try (AuditLog log = AuditFixtures.open(directory())) {
            AuditFixtures.doneFor(ALICE, log, "Alices");
            AuditReading.Part before = log.of(ALICE).after(0, 2, line -> true);
            AuditReading.Part nothing = log.of(ALICE).after(2, 2, line -> true);
            for (int i = 0; i < MANY; i++) {
                AuditFixtures.doneFor(BOB, log, "Bobs");
                AuditFixtures.done(log, "Administrators");
            }
            assertThat(before.isEnd()).isTrue();
            assertThat(log.of(ALICE).after(0, 2, line -> true)).isEqualTo(before);
            assertThat(log.of(ALICE).after(2, 2, line -> true)).isEqualTo(nothing);
            assertThat(nothing).isEqualTo(new AuditReading.Part(List.of(), 2, true));
            assertThat(log.of(ALICE).after(Long.MAX_VALUE - 1, 1, line -> true)).isEqualTo(nothing);
        }
    }

    @Test
    void waitingDoesNotEndWithWhatOthersDo() throws Exception {
        try (AuditLog log = AuditFixtures.open(directory())) {
            AuditFixtures.doneFor(BOB, log, "Bobs");
            assertThat(log.of(ALICE).await(0, Duration.ofMillis(1))).isFalse();
            Thread writer = Thread.ofPlatform().name("writer").start(() -> {
                AuditFixtures.doneFor(BOB, log, "Bobs");
                AuditFixtures.doneFor(ALICE, log, "Alices");
            });
            assertThat(log.of(ALICE).await(0, Duration.ofMinutes(1))).isTrue();
            writer.join();
        }
    }

    @Test
    void whatIsInterruptedIsToldToItsAccount() {
        try (AuditLog log = AuditFixtures.open(directory())) {
            long unused = log.begin(AuditKind.REQUEST, AuditFixtures.deedOf(ALICE, "Long"));
            for (int i = 0; i < MANY; i++) {
                AuditFixtures.doneFor(BOB, log, "Short");
            }
        }
        try (AuditLog log = AuditFixtures.open(directory())) {
            log.answerInterrupted();
            assertThat(all(log, ALICE).getLast())
                    .returns("interrupted", line -> line.outcome().result())
                    .returns(2L, AuditLine::sequence)
                    .returns(1L, AuditLine::of);
        }
    }

    @Test
    void whatWasTrimmedIsMissingAndTheRestKeepsItsNumbers() {
        try (AuditLog log = AuditFixtures.open(directory(), CrashPoints.NONE, 3L * AuditFixtures.SEGMENT_BYTES)) {
            for (int i = 0; i < 3 * MANY; i++) {
                AuditFixtures.doneFor(BOB, log, "Action" + i);
            }
            List<AuditLine> left = all(log, BOB);
            assertThat(left.getFirst().sequence()).isGreaterThan(1);
            assertThat(left.getLast().sequence()).isEqualTo(6L * MANY);
            assertThat(left).noneMatch(line -> line.deed().action().equals("trimAuditLog"));
        }
    }

    @Test
    void noNumberIsGivenTwiceBehindADamagedSegment() throws IOException {
        try (AuditLog log = AuditFixtures.open(directory())) {
            for (int i = 0; i < MANY; i++) {
                AuditFixtures.doneFor(BOB, log, "Action" + i);
            }
        }
        Path last = segments().getLast();
        byte[] bytes = Files.readAllBytes(last);
        bytes[20] ^= 1;
        Files.write(last, bytes);
        try (AuditLog log = AuditFixtures.open(directory())) {
            AuditFixtures.doneFor(BOB, log, "After");
            List<AuditLine> after =
                    log.of(BOB).after(2L * MANY, 10, line -> true).lines();
            assertThat(after).extracting(line -> line.deed().action()).containsOnly("After");
            assertThat(all(log, BOB))
                    .extracting(AuditLine::sequence)
                    .doesNotHaveDuplicates()
                    .isSorted();
        }
    }

    @Test
    void theChainIsNotProvedToAccounts() {
        try (AuditLog log = AuditFixtures.open(directory())) {
            assertThatThrownBy(() -> log.of(ALICE).verify(0)).isInstanceOf(Failure.Denied.class);
        }
    }

    private static List<AuditLine> all(AuditLog log, String account) {
        return log.of(account).after(0, 10_000, line -> true).lines();
    }

    private static List<Long> numbers(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private List<Path> segments() {
        try (Stream<Path> files = Files.list(directory())) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.ebsnap.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.format.ScrubFile;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.scenario.EngineFixture;
import io.ebsnap.scenario.MemoryDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ScrubbingTest {

    private static final Duration PERIOD = Duration.ofDays(30);
    private static final Duration STEP = PERIOD.dividedBy(ScrubFile.PARTS);

    private final EngineFixture engine = new EngineFixture(11);
    private SnapshotRecord snapshot;

    @BeforeEach
    void fill() {
        MemoryDevice device = engine.machine.add("/dev/a", 24 << 20);
        device.scribble(new Random(5), 40);
        snapshot = engine.snapshot("/dev/a");
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    /** Rounds until every part was read once. */
    private void wholePeriod() {
        for (int part = 0; part < ScrubFile.PARTS; part++) {
            engine.care.round();
            engine.awaitTasks();
            engine.clock.advance(STEP);
        }
    }

    private int tasks() {
        return engine.tasks.list().size();
    }

    @Test
    void everythingIsVerifiedOnceWithinThePeriod() {
        assertThat(engine.care.scrubStatus().verifiedBytes()).isZero();
        assertThat(engine.care.scrubStatus().neverBytes()).isPositive();
        assertThat(engine.care.scrubStatus().next()).isAfter(snapshot.startTime());
        wholePeriod();
        ScrubStatus status = engine.care.scrubStatus();
        assertThat(status.verifiedBytes()).isEqualTo(status.storedBytes()).isPositive();
        assertThat(status.neverBytes()).isZero();
        assertThat(engine.scrubbed.parts())
                .allSatisfy(part -> assertThat(part.seconds()).isPositive());
    }

    @Test
    void partsAreSpreadOverThePeriodAndFollowEachOtherFasterWhenTheyAreLate() {
        engine.care.round();
        engine.awaitTasks();
        engine.care.round();
        assertThat(tasks()).isEqualTo(1);
        engine.clock.advance(STEP.dividedBy(4));
        engine.care.round();
        assertThat(tasks()).isEqualTo(2);
    }

    @Test
    void whatWasVerifiedIsKnownToTheNextDaemonAndNotDoneAgainBeforeThePeriodIsOver() {
        wholePeriod();
        engine.restart();
        ScrubStatus status = engine.care.scrubStatus();
        assertThat(status.verifiedBytes()).isEqualTo(status.storedBytes());
        engine.clock.advance(PERIOD);
        assertThat(engine.care.scrubStatus().verifiedBytes()).isZero();
        engine.care.round();
        assertThat(tasks()).isEqualTo(1);
    }

    @Test
    void damageIsFoundAndQuarantined() {
        engine.damage(engine.packs(ChunkKind.DATA).getFirst(), 5_000);
        wholePeriod();
        assertThat(engine.quarantine.list()).isNotEmpty();
    }

    @Test
    void aSnapshotIsVerifiedWhenEveryPartWasReadSinceItWasCompleted() {
        assertThat(engine.scrubbed.verifiedAt(snapshot)).isEmpty();
        wholePeriod();
        assertThat(engine.scrubbed.verifiedAt(snapshot)).isPresent();
        SnapshotRecord later = engine.snapshot("/dev/a");
        assertThat(engine.scrubbed.verifiedAt(later)).isEmpty();
    }

    @Test
    void aSnapshotThatSomebodyVerifiesCountsAtOnce() {
        SnapshotRecord other = engine.snapshot("/dev/a");
        engine.awaitTask(engine.care.verifySnapshot(new SnapshotId(snapshot.snapshotId())));
        assertThat(engine.scrubbed.verifiedAt(snapshot)).isPresent();
        assertThat(engine.scrubbed.verifiedAt(other)).isEmpty();
    }

    @Test
    void aSnapshotWithDamageDoesNotCount() {
        engine.damage(engine.packs(ChunkKind.DATA).getFirst(), 5_000);
        engine.awaitTask(engine.care.verifySnapshot(new SnapshotId(snapshot.snapshotId())));
        assertThat(engine.scrubbed.verifiedAt(snapshot)).isEmpty();
    }

    @Test
    void aVerificationOfTheWholeStoreCountsForEveryPart() {
        assertThat(engine.verify().findings()).isEmpty();
        ScrubStatus status = engine.care.scrubStatus();
        assertThat(status.verifiedBytes()).isEqualTo(status.storedBytes());
        assertThat(engine.scrubbed.verifiedAt(snapshot)).isPresent();
    }

    @Test
    void aSampleThatIsNoneOfTheseParts() {
        engine.awaitTask(engine.care.verify(new Sample(1, 2), false));
        assertThat(engine.care.scrubStatus().verifiedBytes()).isZero();
    }

    @Test
    void whatIsWrittenAfterwardsIsNotVerified() {
        engine.verify();
        MemoryDevice device = engine.machine.add("/dev/b", 24 << 20);
        device.scribble(new Random(6), 40);
        engine.snapshot("/dev/b");
        ScrubStatus status = engine.care.scrubStatus();
        assertThat(status.neverBytes()).isPositive();
        assertThat(status.verifiedBytes()).isEqualTo(status.storedBytes() - status.neverBytes());
    }

    @Test
    void aClockThatWasWrongDoesNotEndScrubbing() {
        engine.clock.advance(Duration.ofDays(10_000));
        engine.verify();
        engine.clock.advance(Duration.ofDays(-10_000));
        assertThat(engine.care.scrubStatus().verifiedBytes()).isZero();
        int before = tasks();
        engine.care.round();
        assertThat(tasks()).isEqualTo(before + 1);
    }

    @Test
    void aFileThatCannotBeReadMeansThatNothingWasVerified() throws IOException {
        engine.verify();
        Files.write(engine.tracking.resolve("scrub"), List.of("nonsense"));
        engine.restart();
        assertThat(engine.care.scrubStatus().verifiedBytes()).isZero();
        engine.verify();
        assertThat(engine.care.scrubStatus().verifiedBytes()).isPositive();
    }
}

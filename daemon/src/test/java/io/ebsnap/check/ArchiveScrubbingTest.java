package io.ebsnap.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.format.ScrubFile;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.scenario.EngineFixture;
import io.ebsnap.scenario.MemoryDevice;
import io.ebsnap.task.TaskState;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The archive is verified part by part by itself, beside the store, while it is there. */
final class ArchiveScrubbingTest {

    private static final Duration PERIOD = Duration.ofDays(30);
    private static final Duration STEP = PERIOD.dividedBy(ScrubFile.PARTS);

    private final EngineFixture engine = new EngineFixture(19);
    private MemoryDevice device;

    @BeforeEach
    void fill() {
        device = engine.machine.add("/dev/a", 8 << 20);
        device.scribble(new Random(5), 20);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private SnapshotRecord archived() {
        SnapshotId id = new SnapshotId(engine.snapshot("/dev/a").snapshotId());
        SnapshotRecord unused = engine.tiering.archive(id);
        while (!engine.snapshots.find(id).orElseThrow().inArchive()) {
            engine.awaitTasks();
        }
        engine.awaitTasks();
        return engine.snapshots.find(id).orElseThrow();
    }

    private void wholePeriod() {
        for (int part = 0; part < ScrubFile.PARTS; part++) {
            engine.care.round();
            engine.awaitTasks();
            engine.clock.advance(STEP);
        }
    }

    private ScrubStatus status() {
        return engine.care.archiveScrubStatus().orElseThrow();
    }

    @Test
    void withoutAnArchiveThereIsNothingToBeVerified() {
        engine.care.round();
        engine.awaitTasks();
        assertThat(engine.care.archiveScrubStatus()).isEmpty();
        assertThat(engine.tasks.list()).hasSize(1);
    }

    @Test
    void allOfItIsVerifiedOnceWithinThePeriodAndThatIsKnownToTheNextDaemon() {
        SnapshotRecord snapshot = archived();
        assertThat(engine.care.verifiedAt(snapshot)).isEmpty();
        assertThat(status().neverBytes()).isPositive();
        wholePeriod();
        assertThat(status().verifiedBytes()).isEqualTo(status().storedBytes()).isPositive();
        assertThat(engine.care.verifiedAt(snapshot)).isPresent();
        engine.restart();
        assertThat(status().verifiedBytes()).isEqualTo(status().storedBytes());
        device.scribble(new Random(6), 5);
        assertThat(engine.care.verifiedAt(archived())).isEmpty();
    }

    @Test
    void whileItIsAwayNothingIsDoneAndNothingFails() {
        SnapshotRecord snapshot = archived();
        engine.archiveDisk.unmount();
        wholePeriod();
        assertThat(engine.tasks.list()).noneMatch(task -> task.state() == TaskState.FAILED);
        assertThat(status().verifiedBytes()).isZero();
        assertThat(engine.care.verifiedAt(snapshot)).isEmpty();
        engine.archiveDisk.mount();
        wholePeriod();
        assertThat(status().verifiedBytes()).isEqualTo(status().storedBytes());
    }

    @Test
    void damageIsFound() {
        archived();
        engine.collect();
        engine.damageArchive(300);
        wholePeriod();
        assertThat(engine.quarantine.list()).isNotEmpty();
    }
}

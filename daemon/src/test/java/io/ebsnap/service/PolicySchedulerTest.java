package io.ebsnap.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.lifecycle.FollowUp;
import io.ebsnap.lifecycle.FollowUps;
import io.ebsnap.lifecycle.LifecycleEngine;
import io.ebsnap.lifecycle.LifecycleParts;
import io.ebsnap.lifecycle.Safeguards;
import io.ebsnap.lifecycle.Ward;
import io.ebsnap.scenario.EngineFixture;
import io.ebsnap.task.Surroundings;
import io.ebsnap.volume.VolumeOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon carries policies out when they are due, and not a moment before. */
final class PolicySchedulerTest {

    private static final Instant BEGIN = Instant.parse("2027-01-15T08:00:00Z");
    private static final String EVERY = """
            [target]
            all = true
            [schedule.s]
            every = "%s"
            [schedule.s.retain]
            count = 100
            """;

    @TempDir
    Path directory = Path.of("");

    private final EngineFixture engine = new EngineFixture(11);
    private Instant now = BEGIN;

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    private PolicyScheduler scheduler;

    @BeforeEach
    void begin() {
        engine.machine.add("/dev/a", 1 << 20);
        engine.volumes.register(new VolumeOrder("/dev/a", "", List.of()));
        LifecycleEngine lifecycle = new LifecycleEngine(new LifecycleParts(
                engine.catalog,
                ward -> engine.snapshots,
                new Nothing(),
                new LifecycleParts.Machine("000000000000", directory, device -> false, () -> Safeguards.NONE),
                new Surroundings(() -> now, () -> 0, engine.random, CrashPoints.NONE)));
        scheduler = new PolicyScheduler(lifecycle, () -> now);
    }

    @AfterEach
    void end() {
        engine.close();
    }

    private int taken() {
        for (SnapshotRecord snapshot : engine.snapshots.list()) {
            if (snapshot.state() == SnapshotState.PENDING) {
                engine.await(snapshot);
            }
        }
        return engine.snapshots.list().size();
    }

    private int takenAfter(Duration time) {
        now = now.plus(time);
        scheduler.round();
        return taken();
    }

    @Test
    void whatIsDueIsDoneToTheSecond() throws IOException {
        Files.writeString(directory.resolve("p.toml"), EVERY.formatted("1 hour"));
        assertThat(takenAfter(Duration.ZERO)).isZero();
        assertThat(takenAfter(Duration.ofSeconds(3_599))).isZero();
        assertThat(takenAfter(Duration.ofSeconds(1))).isEqualTo(1);
        assertThat(takenAfter(Duration.ofSeconds(1))).isEqualTo(1);
        assertThat(takenAfter(Duration.ofSeconds(3_599))).isEqualTo(2);
    }

    @Test
    void aPolicyThatIsNewIsNoticedWithinHalfAMinute() throws IOException {
        scheduler.round();
        Files.writeString(directory.resolve("p.toml"), EVERY.formatted("1 minute"));
        for (int second = 0; second < 90; second++) {
            int unused = takenAfter(Duration.ofSeconds(1));
        }
        assertThat(taken()).isEqualTo(1);
    }

    @Test
    void aClockThatIsSetBackHoldsNothingUpForLong() throws IOException {
        Files.writeString(directory.resolve("p.toml"), EVERY.formatted("1 minute"));
        scheduler.round();
        assertThat(takenAfter(Duration.ofMinutes(1))).isEqualTo(1);
        now = BEGIN.minus(Duration.ofDays(1));
        scheduler.round();
        now = BEGIN.plus(Duration.ofMinutes(2));
        scheduler.round();
        assertThat(taken()).isEqualTo(2);
    }

    /** Carries nothing out. */
    private static final class Nothing implements FollowUps {
        @Override
        public Set<FollowUp.Kind> executable() {
            return Set.of();
        }

        @Override
        public String carryOut(FollowUp followUp, SnapshotId snapshot, Ward as) {
            throw new AssertionError(followUp);
        }
    }
}

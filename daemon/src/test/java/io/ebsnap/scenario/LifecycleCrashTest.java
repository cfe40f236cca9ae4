package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.chunk.MemoryChunkIndex;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.store.fault.PowerCut;
import io.ebsnap.store.fault.PowerCutDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever a run of policies is killed, the next one goes on: nothing is made twice, and what is there in the end is what would be there without the kill. */
final class LifecycleCrashTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int HOURS = 9;
    private static final String POLICY = """
            [target]
            tags = ["backup"]
            [schedule.hourly]
            every = "1 hour"
            [schedule.hourly.retain]
            count = 2
            [schedule.hourly.copy.far]
            key = "alias/other"
            [schedule.hourly.copy.far.retain]
            count = 3
            [schedule.fourth]
            every = "4 hours"
            [schedule.fourth.retain]
            count = 2
            [schedule.fourth.share]
            accounts = ["111122223333"]
            """;

    @TempDir
    Path directory = Path.of("");

    /** Found by running everything once: a point that is added is tested without being named here. */
    static Set<String> points() {
        Set<String> points = new ConcurrentSkipListSet<>();
        Path scratch = Path.of("target", "lifecycle-points");
        try (EngineFixture engine = new EngineFixture(1)) {
            PoliciesAtWork work = begun(engine, Files.createDirectories(scratch));
            engine.crashPoints.set(points::add);
            play(work, HOURS);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        points.removeIf(point -> !point.matches("(lifecycle|delete)\\..*|snapshot.after-(instant|pending)"));
        return points;
    }

    @Test
    void everyStepHasACrashPoint() {
        assertThat(points())
                .contains(
                        "lifecycle.after-take",
                        "lifecycle.after-progress",
                        "lifecycle.after-follow-up",
                        "lifecycle.after-mark",
                        "lifecycle.after-delete");
    }

    @ParameterizedTest
    @MethodSource("points")
    void afterDeathAtEachPointNothingIsMadeTwiceOrLost(String point) {
        List<String> expected = undisturbed();
        for (int time = 1; time <= 5; time += 2) {
            disturbed(point, time, expected);
        }
    }

    private List<String> undisturbed() {
        try (EngineFixture engine = new EngineFixture(3)) {
            PoliciesAtWork work = begun(engine, directory);
            play(work, HOURS);
            return work.shown();
        }
    }

    private void disturbed(String point, int time, List<String> expected) {
        PowerCutDisk disk = new PowerCutDisk(point.hashCode());
        try (EngineFixture engine = new EngineFixture(3).on(disk.open())) {
            engine.restart();
            PoliciesAtWork work = begun(engine, directory);
            AtomicInteger left = new AtomicInteger(time);
            engine.crashPoints.set(name -> {
                if (name.equals(point) && left.decrementAndGet() == 0) {
                    disk.cut();
                    throw new SimulatedDeath(name);
                }
            });
            for (int hour = 1; hour <= HOURS; hour++) {
                boolean died = dies(work);
                if (died) {
                    begin(engine, disk);
                    work.restart();
                    work.settle();
                    work.now = work.now.minus(HOUR);
                    assertThat(dies(work))
                            .as("%s, time %s, hour %s", point, time, hour)
                            .isFalse();
                }
                requireNothingTwice(work, point);
            }
            assertThat(work.shown()).as("%s, time %s", point, time).isEqualTo(expected);
        }
    }

    private static PoliciesAtWork begun(EngineFixture engine, Path directory) {
        engine.machine.instantsBy(ConsistencyMethod.REFLINK);
        PoliciesAtWork work = new PoliciesAtWork(engine, directory);
        work.policy("backup", POLICY);
        work.volume("/dev/a", "backup");
        work.volume("/dev/b", "backup");
        work.lifecycle.run(List.of());
        return work;
    }

    private static void play(PoliciesAtWork work, int hours) {
        for (int hour = 1; hour <= hours; hour++) {
            work.after(HOUR);
        }
    }

    /** One hour goes on; whether the daemon died meanwhile. */
    private static boolean dies(PoliciesAtWork work) {
        try {
            work.after(HOUR);
            return false;
        } catch (PowerCut | SimulatedDeath | AssertionError e) {
            return true;
        }
    }

    private static void begin(EngineFixture engine, PowerCutDisk disk) {
        engine.crashPoints.set(CrashPoints.NONE);
        engine.view = new MemoryCatalogView();
        engine.index = new MemoryChunkIndex();
        engine.on(disk.open()).restart();
    }

    private static void requireNothingTwice(PoliciesAtWork work, String point) {
        Set<String> seen = new HashSet<>();
        for (SnapshotRecord snapshot : work.all()) {
            assertThat(seen.add(work.shown(snapshot)))
                    .as("%s: %s twice", point, snapshot)
                    .isTrue();
        }
    }

    /** What a crash point throws. */
    private static final class SimulatedDeath extends Error {
        private static final long serialVersionUID = 1L;

        SimulatedDeath(String point) {
            super(point);
        }
    }
}

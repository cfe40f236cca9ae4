package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.LockMode;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.lock.LockOrder;
import io.ebsnap.lock.LockState;
import io.ebsnap.lock.SnapshotLock;
import io.ebsnap.snapshot.Deletion;
import io.ebsnap.snapshot.SnapshotOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A daemon dies at each durable step of each change of a lock: the lock is as it was or as it was to be, both places say the same afterwards, and nobody is accused. */
class LocksCrashTest {

    private static final Instant BEGIN = Instant.parse("2027-01-01T00:00:00Z");

    private final EngineFixture engine = new EngineFixture(12);
    private SnapshotId id;

    /** A change of a lock. */
    private enum Change {
        LOCK {
            @Override
            void make(EngineFixture engine, SnapshotId id) {
                lock(engine, id, LockMode.GOVERNANCE, 3);
            }
        },
        FIRMER {
            @Override
            void make(EngineFixture engine, SnapshotId id) {
                lock(engine, id, LockMode.COMPLIANCE, 30);
            }
        },
        UNLOCK {
            @Override
            void make(EngineFixture engine, SnapshotId id) {
                engine.locks.unlock(id);
            }
        };

        abstract void make(EngineFixture engine, SnapshotId id);
    }

    private static final class SimulatedDeath extends Error {
        private static final long serialVersionUID = 1;
    }

    @BeforeEach
    void take() {
        engine.lockTime = () -> BEGIN;
        engine.restart();
        engine.machine.add("/dev/a", 2 << 20).scribble(new Random(1), 2);
        id = new SnapshotId(engine.snapshot("/dev/a").snapshotId());
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static void lock(EngineFixture engine, SnapshotId id, LockMode mode, int days) {
        SnapshotLock unused = engine.locks.lock(new LockOrder(id, mode, days, null, null));
    }

    static Stream<String> points() {
        return Stream.of(
                "lock.after-evidence",
                "catalog.after-put",
                "catalog.after-view",
                "lock.after-record",
                "lock.after-settled");
    }

    @ParameterizedTest
    @MethodSource("points")
    void afterDeathALockIsAsItWasOrAsItWasToBe(String point) {
        for (Change change : Change.values()) {
            if (change != Change.LOCK) {
                lock(engine, id, LockMode.GOVERNANCE, 7);
            }
            Optional<SnapshotLock> before = engine.locks.find(id);
            die(point, change);
            Optional<SnapshotLock> after = engine.locks.find(id);
            if (point.equals("lock.after-evidence")) {
                assertThat(after).as(change.name()).isEqualTo(before);
            } else {
                assertThat(after).as(change.name()).isNotEqualTo(before);
            }
            engine.locks.round();
            startAnew();
            assertThat(engine.locks.find(id)).isEqualTo(after);
            assertThat(engine.alarms.raised()).as(change.name()).isEmpty();
            if (after.isPresent()) {
                assertThat(outcome()).isEqualTo(Deletion.Outcome.FAILED);
            }
            take();
        }
    }

    @Test
    void everyStepHasItsPoint() {
        List<String> reached = new ArrayList<>();
        engine.crashPoints.set(reached::add);
        lock(engine, id, LockMode.GOVERNANCE, 7);
        assertThat(reached).containsExactlyElementsOf(points().toList());
    }

    @ParameterizedTest
    @MethodSource("points")
    void aLockOfASnapshotThatWasCompletedAtThatMomentBegins(String point) {
        MemoryDevice device = engine.machine.add("/dev/b", 2 << 20);
        device.scribble(new Random(2), 2);
        CountDownLatch go = new CountDownLatch(1);
        device.beforeRead(() -> await(go));
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("/dev/b")).getFirst();
        SnapshotId other = new SnapshotId(pending.snapshotId());
        lock(engine, other, LockMode.COMPLIANCE, 2);
        AtomicBoolean completed = new AtomicBoolean();
        engine.crashPoints.set(name -> {
            completed.compareAndSet(false, name.equals("lock.after-evidence"));
            if (completed.get() && name.equals(point)) {
                throw new Failure.Unavailable("the daemon is dead", null);
            }
        });
        go.countDown();
        while (!completed.get()) {
            Thread.onSpinWait();
        }
        engine.snapshots.close();
        engine.crashPoints.set(CrashPoints.NONE);
        startAnew();
        engine.locks.round();
        SnapshotLock lock = engine.locks.find(other).orElseThrow();
        assertThat(lock.state()).isEqualTo(LockState.COMPLIANCE);
        assertThat(lock.record().lockExpiresOn()).isEqualTo(BEGIN.plus(Duration.ofDays(2)));
        assertThat(engine.snapshots.find(other).orElseThrow().state()).isEqualTo(SnapshotState.COMPLETED);
        assertThat(engine.alarms.raised()).isEmpty();
    }

    private static void await(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void die(String point, Change change) {
        engine.crashPoints.set(name -> {
            if (name.equals(point)) {
                throw new SimulatedDeath();
            }
        });
        try {
            change.make(engine, id);
        } catch (SimulatedDeath e) {
            // That is what this is about.
        }
        engine.crashPoints.set(CrashPoints.NONE);
        startAnew();
    }

    private void startAnew() {
        engine.view = new MemoryCatalogView();
        engine.restart();
    }

    private Deletion.Outcome outcome() {
        return engine.snapshots.delete(List.of(id)).getFirst().outcome();
    }
}

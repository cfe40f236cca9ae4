package io.ebsnap.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tiering;
import io.ebsnap.catalog.TieringStatus;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.lifecycle.Occurrence.Kind;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever a run that locks and archives is killed, each is done once. */
final class PolicyDeedsCrashTest extends PolicyDeedsFixture {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock.after-evidence",
                "lock.after-record",
                "lock.after-settled",
                "archive.after-identity",
                "tiering.after-order",
                "lifecycle.after-follow-up",
                "lifecycle.after-mark"
            })
    void afterDeathAtEachStepEachIsDoneOnce(String point) {
        for (int time = 1; time <= 2; time++) {
            AtomicInteger left = new AtomicInteger(time);
            engine.crashPoints.set(name -> {
                if (name.equals(point) && left.decrementAndGet() == 0) {
                    throw new SimulatedDeath();
                }
            });
            String text = DAILY.replace("count = 1", "count = 9") + LOCK + ARCHIVE.replace("1 day", "1 minute");
            work.policy("p" + time, text.replace("daily", "daily" + time));
            work.after(Duration.ZERO);
            try {
                after(DAY);
            } catch (SimulatedDeath e) {
                // That is what this is about.
            }
            engine.crashPoints.set(CrashPoints.NONE);
            engine.tiering.close();
            engine.view = new MemoryCatalogView();
            engine.restart();
            work.restart();
            after(Duration.ofHours(3));
            awaitMoves();
            work.after(Duration.ZERO);
            for (SnapshotRecord snapshot : work.all()) {
                assertThat(lockOf(snapshot).record().lockExpiresOn())
                        .as(point)
                        .isEqualTo(snapshot.startTime().plus(Duration.ofDays(3)));
                Tiering moves = Objects.requireNonNull(snapshot.tiering(), point);
                assertThat(moves.lastTieringOperationStatus()).as(point).isEqualTo(TieringStatus.ARCHIVAL_COMPLETED);
            }
            assertThat(all(work.after(Duration.ZERO), Kind.FOLLOWED_UP))
                    .as(point)
                    .isEmpty();
            assertThat(all(work.after(Duration.ZERO), Kind.FAILED)).as(point).isEmpty();
        }
        assertThatThrownBy(() -> engine.locks.unlock(id(first()))).as(point).isNotNull();
    }
}

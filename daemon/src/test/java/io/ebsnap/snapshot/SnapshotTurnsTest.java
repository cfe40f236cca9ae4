package io.ebsnap.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotTurnsTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final SnapshotTurns turns = new SnapshotTurns(busy::contains);
    private final ConcurrentLinkedQueue<String> served = new ConcurrentLinkedQueue<>();
    private final AtomicInteger together = new AtomicInteger();
    private final List<Thread> waiting = new ArrayList<>();

    @AfterEach
    void letAllGo() throws InterruptedException {
        free();
        for (Thread thread : waiting) {
            thread.join();
        }
    }

    @Test
    void whoHasNoPatienceDoesNotWait() {
        busy.add("a");
        try (SnapshotTurns.Turn turn = turns.next(Set.of("a"), Duration.ZERO)) {
            assertThat(turn).isNotNull();
        }
    }

    @Test
    void patienceEnds() {
        busy.add("a");
        try (SnapshotTurns.Turn turn = turns.next(Set.of("a"), Duration.ofMillis(1))) {
            assertThat(turn).isNotNull();
        }
    }

    @Test
    void thoseWhoWaitForOneVolumeAreServedAsTheyCameAndOneByOne() throws InterruptedException {
        busy.add("a");
        busy.add("b");
        await("first", "a");
        await("second", "a", "b");
        await("third", "b");
        free();
        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(served).containsExactly("first", "second", "third");
    }

    @Test
    void whoWantsAnotherVolumeDoesNotWait() throws InterruptedException {
        busy.add("a");
        await("first", "a");
        try (SnapshotTurns.Turn turn = turns.next(Set.of("b"), LONG)) {
            assertThat(turn).isNotNull();
        }
    }

    @Test
    void whoHasGivenUpIsInNobodysWay() throws InterruptedException {
        busy.add("a");
        SnapshotTurns.Turn late = turns.next(Set.of("a"), Duration.ofMillis(1));
        await("next", "a");
        late.close();
        free();
        waiting.getFirst().join();
        assertThat(served).containsExactly("next");
    }

    @Test
    void longLineIsNotMadeLonger() throws InterruptedException {
        busy.add("a");
        for (int i = 0; i < SnapshotTurns.WAITING_MAX; i++) {
            await("number " + i, "a");
        }
        try (SnapshotTurns.Turn turn = turns.next(Set.of("a"), LONG)) {
            assertThat(turn).isNotNull();
        }
        assertThat(served).isEmpty();
    }

    private void free() {
        busy.clear();
        turns.changed();
    }

    /** Returns when it waits. */
    private void await(String name, String... volumes) throws InterruptedException {
        Thread thread = Thread.ofPlatform().name(name).start(() -> {
            try (SnapshotTurns.Turn _ = turns.next(Set.of(volumes), LONG)) {
                assertThat(together.incrementAndGet()).isEqualTo(1);
                served.add(name);
                together.decrementAndGet();
            }
        });
        waiting.add(thread);
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
    }
}

package io.ebsnap.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskBoardTest {

    private record Done(int value) implements TaskResult {}

    private final AtomicLong nanos = new AtomicLong();
    private final TaskBoard board = new TaskBoard(
            new Surroundings(InstantSource.system(), nanos::get, new Random(1), CrashPoints.NONE),
            new TaskLimits(2, 3));

    @AfterEach
    void stop() {
        board.close();
    }

    @Test
    void taskEndsWithItsResultAndItsLastProgress() throws InterruptedException {
        TaskView begun = board.start(TaskKind.VERIFY, "it", run -> {
            run.expect("packs", 4);
            run.advance(3);
            run.count("chunks", 7);
            return new Done(5);
        });
        TaskView ended = board.await(begun.id());
        assertThat(ended.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(ended.result()).isEqualTo(new Done(5));
        assertThat(ended.progress().percent()).isEqualTo(75);
        assertThat(ended.progress().counters()).containsEntry("chunks", 7L);
        assertThat(ended.ended()).isNotNull();
    }

    @Test
    void failedTaskSaysWhyAndWhatToDo() throws InterruptedException {
        TaskView ended = board.await(board.start(TaskKind.VERIFY, "it", run -> {
                    throw new Failure.Conflict("no", "do that");
                })
                .id());
        assertThat(ended.state()).isEqualTo(TaskState.FAILED);
        assertThat(ended.message()).isEqualTo("no");
        assertThat(ended.hint()).isEqualTo("do that");
    }

    @Test
    void cancelledTaskEndsAtItsNextCheckpoint() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        TaskView begun = board.start(TaskKind.RESTORE, "it", run -> {
            running.countDown();
            while (true) {
                run.checkpoint();
            }
        });
        running.await();
        board.cancel(begun.id());
        assertThat(board.await(begun.id()).state()).isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void whatRunsAndWhatIsRememberedIsBounded() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        TaskBody waiting = run -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return new Done(0);
        };
        List<TaskView> two =
                List.of(board.start(TaskKind.VERIFY, "a", waiting), board.start(TaskKind.VERIFY, "b", waiting));
        assertThatThrownBy(() -> board.start(TaskKind.VERIFY, "c", waiting)).isInstanceOf(Failure.Exhausted.class);
        go.countDown();
        for (TaskView view : two) {
            board.await(view.id());
        }
        for (int i = 0; i < 10; i++) {
            board.await(board.start(TaskKind.VERIFY, "d", run -> new Done(1)).id());
        }
        assertThat(board.list()).hasSizeLessThanOrEqualTo(4);
        assertThatThrownBy(() -> board.show(two.getFirst().id())).isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void rateFollowsWhatHappensAndSaysHowLongTheRestTakes() {
        RateMeter meter = new RateMeter(nanos::get);
        for (int second = 1; second <= 60; second++) {
            nanos.addAndGet(1_000_000_000);
            meter.perSecond(second * 100L);
        }
        assertThat(meter.perSecond(6_000)).isBetween(99.0, 101.0);
        nanos.addAndGet(60_000_000_000L);
        assertThat(meter.perSecond(6_000)).isLessThan(1);
        assertThat(RateMeter.remaining(1_000, 100)).isEqualTo(Duration.ofSeconds(10));
        assertThat(RateMeter.remaining(1_000, 0)).isNull();
        assertThat(meter.elapsed()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void workersDoEveryStepOnceAndTheFirstFailureEndsAll() {
        ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();
        try (WorkerGroup<Integer> workers = new WorkerGroup<>(3, "test", () -> done::add)) {
            for (int i = 0; i < 1000; i++) {
                workers.give(i);
            }
            workers.finish();
        }
        assertThat(done).hasSize(1000).doesNotHaveDuplicates();

        AtomicInteger given = new AtomicInteger();
        try (WorkerGroup<Integer> workers = new WorkerGroup<>(3, "test", () -> step -> {
            if (step == 50) {
                throw new Failure.Corrupt("step 50");
            }
        })) {
            assertThatThrownBy(() -> {
                        while (true) {
                            workers.give(given.getAndIncrement());
                        }
                    })
                    .isInstanceOf(Failure.Corrupt.class)
                    .hasMessage("step 50");
        }
    }
}

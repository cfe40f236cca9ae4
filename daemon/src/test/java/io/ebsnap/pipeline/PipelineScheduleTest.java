package io.ebsnap.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.ImageExecutionRecord;
import io.ebsnap.catalog.ImageExecutionState;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.store.memory.MemoryObjectStore;
import io.ebsnap.task.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each time is built for once, whatever happens; what was interrupted is built again, but not for ever. */
class PipelineScheduleTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:30Z");

    private final Catalog catalog = CatalogFixtures.open(new MemoryObjectStore(), new MemoryCatalogView());
    private final Executions executions =
            new Executions(catalog, new Surroundings(() -> BEGIN, () -> 0, new Random(3), CrashPoints.NONE));
    private final PipelineSchedule schedule = new PipelineSchedule(catalog, executions);
    private final Pipeline pipeline = pipeline("enabled");
    private Instant now = BEGIN;

    private static Pipeline pipeline(String state) {
        return new PipelineDocument("000000000000")
                .read(
                        "state='" + state + "'\n[parent]\nname='x'\n[build]\nhook='true'\n[schedule]\nevery='1 hour'\n",
                        "FILE",
                        "web");
    }

    private boolean due() {
        return schedule.due(pipeline, now).isPresent();
    }

    private void after(Duration time) {
        now = now.plus(time);
    }

    private ImageExecutionRecord begin() {
        return executions.begin("web", schedule.due(pipeline, now).orElseThrow());
    }

    private void end(ImageExecutionRecord execution, ImageExecutionState state, String reason) {
        executions.end(execution.executionId(), state, reason);
    }

    @Test
    void oneThatIsNewCountsFromNowOn() {
        assertThat(due()).isFalse();
        after(Duration.ofMinutes(59));
        assertThat(due()).isFalse();
        after(Duration.ofMinutes(1));
        assertThat(schedule.due(pipeline, now)).contains(Instant.parse("2026-03-01T13:00:00Z"));
    }

    @Test
    void eachTimeIsDoneOnceWhateverCameOfIt() {
        assertThat(due()).isFalse();
        for (ImageExecutionState state : new ImageExecutionState[] {
            ImageExecutionState.AVAILABLE, ImageExecutionState.FAILED, ImageExecutionState.CANCELLED
        }) {
            after(Duration.ofHours(1));
            ImageExecutionRecord execution = begin();
            assertThat(due()).as("while it is being built").isFalse();
            end(execution, state, "words");
            assertThat(due()).isFalse();
        }
        after(Duration.ofHours(5));
        assertThat(schedule.due(pipeline, now)).contains(Instant.parse("2026-03-01T20:00:00Z"));
    }

    @Test
    void whatWasInterruptedIsBegunThreeTimes() {
        assertThat(due()).isFalse();
        after(Duration.ofHours(1));
        for (int attempt = 1; attempt <= PipelineSchedule.ATTEMPTS_MAX; attempt++) {
            end(begin(), ImageExecutionState.FAILED, ImageExecutionRecord.INTERRUPTED);
        }
        assertThat(due()).isFalse();
        after(Duration.ofHours(1));
        assertThat(due()).isTrue();
    }

    @Test
    void whatWasDueWhileItWasDisabledIsNotMadeUpFor() {
        assertThat(due()).isFalse();
        assertThat(schedule.due(pipeline("disabled"), now)).isEmpty();
        after(Duration.ofHours(3));
        assertThat(schedule.due(pipeline("disabled"), now)).isEmpty();
        assertThat(due()).isFalse();
        after(Duration.ofHours(1));
        assertThat(due()).isTrue();
    }

    @Test
    void versionsAreCountedOnAndTheOldestExecutionsForgotten() {
        for (int i = 0; i < Executions.REMEMBERED_MAX + 10; i++) {
            ImageExecutionRecord execution = executions.begin("web", null);
            end(execution, ImageExecutionState.FAILED, "words");
            executions.update(execution.executionId(), ImageExecutionRecord::inOrder);
            executions.forget("web", java.util.Set.of());
        }
        assertThat(executions.of("web")).hasSize(Executions.REMEMBERED_MAX + 1);
        assertThat(executions.of("web").getLast().version()).isEqualTo(Executions.REMEMBERED_MAX + 10);
    }
}

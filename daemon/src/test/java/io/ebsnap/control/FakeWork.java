package io.ebsnap.control;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.check.Sample;
import io.ebsnap.check.ScrubStatus;
import io.ebsnap.check.StoreDay;
import io.ebsnap.check.StoreMaintenance;
import io.ebsnap.check.StoreStatistics;
import io.ebsnap.exchange.ExportOrder;
import io.ebsnap.exchange.FileExchange;
import io.ebsnap.exchange.ImportOrder;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.restore.RestoreEnd;
import io.ebsnap.restore.RestoreOrder;
import io.ebsnap.restore.RestoreService;
import io.ebsnap.task.Progress;
import io.ebsnap.task.TaskId;
import io.ebsnap.task.TaskKind;
import io.ebsnap.task.TaskRegistry;
import io.ebsnap.task.TaskResult;
import io.ebsnap.task.TaskState;
import io.ebsnap.task.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Long work that has one task, in a state that the test chooses. */
final class FakeWork implements RestoreService, StoreMaintenance, TaskRegistry, FileExchange {

    static final String TASK = "task-00000000000000001";

    private final List<Object> asked = new ArrayList<>();
    private TaskState state = TaskState.RUNNING;
    private @Nullable TaskResult result;
    private @Nullable Failure failure;

    List<Object> asked() {
        return asked;
    }

    void completes(TaskResult with) {
        state = TaskState.COMPLETED;
        result = with;
    }

    void fails(Failure with) {
        state = TaskState.FAILED;
        failure = with;
    }

    private TaskView task() {
        Progress progress =
                new Progress("reading", "bytes", 10, 5, 2.5, Duration.ofSeconds(2), Map.of("bytes-written", 3L));
        String message = failure == null ? "" : String.valueOf(failure.getMessage());
        return new TaskView(
                new TaskId(TASK),
                TaskKind.VERIFY,
                "the store",
                state,
                message,
                "",
                FakeVolumes.TIME,
                null,
                progress,
                result,
                failure);
    }

    private TaskView started(Object order) {
        asked.add(order);
        return task();
    }

    @Override
    public TaskView start(RestoreOrder order) {
        return started(order);
    }

    @Override
    public TaskView export(RestoreOrder order, String into, RestoreEnd end) {
        return started(order);
    }

    @Override
    public TaskView exportInto(ExportOrder order) {
        return started(order);
    }

    @Override
    public SnapshotRecord importFrom(ImportOrder order) {
        asked.add(order);
        throw new Failure.Conflict("nothing is imported here");
    }

    @Override
    public TaskView verifyArchive(Sample sample) {
        return verify(sample, false);
    }

    @Override
    public TaskView verify(Sample sample, boolean repair) {
        return started(repair ? "repair" : sample);
    }

    @Override
    public TaskView verifySnapshot(SnapshotId id) {
        return started(id);
    }

    @Override
    public TaskView collectGarbage() {
        return started("gc");
    }

    @Override
    public TaskView rebuildIndex() {
        return started("rebuild");
    }

    @Override
    public ScrubStatus scrubStatus() {
        return new ScrubStatus(Duration.ofDays(30), 3_000, 1_999, FakeVolumes.TIME, 500, true, FakeVolumes.TIME);
    }

    @Override
    public Optional<ScrubStatus> archiveScrubStatus() {
        return Optional.empty();
    }

    @Override
    public Optional<Instant> verifiedAt(SnapshotRecord snapshot) {
        return snapshot.snapshotId().endsWith("1") ? Optional.of(FakeVolumes.TIME) : Optional.empty();
    }

    @Override
    public List<StoreDay> history() {
        return List.of(new StoreDay(LocalDate.of(2026, 1, 31), 1, 2, 3, 4));
    }

    @Override
    public StoreStatistics statistics() {
        return new StoreStatistics("00ff", FakeVolumes.TIME, 1, 2, 3, 4, 5, 55, 6, 7, 8, 9, 10, 11, 12, 13);
    }

    @Override
    public List<TaskView> list() {
        return List.of(task());
    }

    @Override
    public TaskView show(TaskId id) {
        if (!id.value().equals(TASK)) {
            throw new Failure.NotFound("there is no " + id);
        }
        return task();
    }

    @Override
    public TaskView cancel(TaskId id) {
        asked.add(id);
        return show(id);
    }
}

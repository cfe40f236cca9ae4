package io.ebsnap.cli;

import io.ebsnap.api.ApiError;
import io.ebsnap.api.BlockRange;
import io.ebsnap.api.Finding;
import io.ebsnap.api.NamedCount;
import io.ebsnap.api.Task;
import io.ebsnap.api.TaskResult;
import java.util.List;

/** Prints what became of a task that was waited for. */
final class TaskOutcome {

    private static final String REPAIR_HINT =
            "what is listed cannot be read; an intact copy of the packs, or of the device, brings it back";

    private final Session session;

    TaskOutcome(Session session) {
        this.session = session;
    }

    /**
     * Prints it.
     *
     * @return the exit code
     */
    int show(Task task) {
        TaskResult result = task.result();
        if (session.isJson()) {
            session.renderer().json(task);
        } else {
            session.renderer().table(summary(task));
            if (result != null) {
                findings(result);
            }
        }
        return exitCode(task);
    }

    private Table summary(Task task) {
        Table table = Table.pairs().row("task", task.taskId() + " " + TaskViews.word(task.state()));
        if (task.result() != null) {
            for (NamedCount count : task.result().counts()) {
                boolean size = count.name().endsWith("Bytes");
                table.row(Human.words(count.name()), size ? Human.size(count.value()) : Human.count(count.value()));
            }
        }
        return table;
    }

    private void findings(TaskResult result) {
        for (Finding finding : result.findings()) {
            session.renderer().line(finding.severity() + ": " + finding.object() + ": " + finding.description());
            if (!finding.snapshotIds().isEmpty()) {
                session.renderer().line("  hits " + String.join(", ", finding.snapshotIds()));
            }
            if (finding.repair() != null) {
                session.renderer().line("  " + finding.repair());
            }
        }
        long hidden = result.findingsTotal() - result.findings().size();
        if (hidden > 0) {
            session.renderer().line("and " + Human.count(hidden) + " more");
        }
        damaged(result.damagedRanges());
    }

    private void damaged(List<BlockRange> ranges) {
        for (BlockRange range : ranges) {
            session.renderer()
                    .line("not restored: block " + range.firstBlockIndex() + ", " + range.blockCount() + " blocks");
        }
    }

    private int exitCode(Task task) {
        return switch (task.state()) {
            case RUNNING -> ExitCode.OK;
            case COMPLETED -> completed(task);
            case CANCELLED -> {
                session.renderer().error(task.taskId() + " was cancelled", null);
                yield ExitCode.FAILED;
            }
            case FAILED -> {
                ApiError error = task.error();
                session.renderer()
                        .error(error == null ? "it failed" : error.message(), error == null ? null : error.hint());
                yield error == null ? ExitCode.FAILED : ExitCode.of(error.kind());
            }
        };
    }

    private int completed(Task task) {
        if (task.result() == null || !task.result().isDamageFound()) {
            return ExitCode.OK;
        }
        session.renderer().error("damage was found", REPAIR_HINT);
        return ExitCode.DAMAGED;
    }
}

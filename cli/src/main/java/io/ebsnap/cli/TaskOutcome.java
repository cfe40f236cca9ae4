package io.ebsnap.cli;

import io.ebsnap.api.AffectedSnapshot;
import io.ebsnap.api.ApiError;
import io.ebsnap.api.BlockRange;
import io.ebsnap.api.DamagedRange;
import io.ebsnap.api.Finding;
import io.ebsnap.api.NamedCount;
import io.ebsnap.api.Task;
import io.ebsnap.api.TaskResult;
import java.util.stream.Collectors;

/** Prints what became of a task that was waited for. */
final class TaskOutcome {

    private static final String ELAPSED = "ElapsedMillis";
    private static final String REPAIR_HINT =
            "what is listed cannot be read as it was stored; the next snapshot of the same content stores it again";

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

    private static Table summary(Task task) {
        Table table = Table.pairs().row("task", task.taskId() + " " + TaskViews.word(task.state()));
        if (task.result() != null) {
            for (NamedCount count : task.result().counts()) {
                table.row(title(count), amount(count));
            }
        }
        return table;
    }

    private static String title(NamedCount count) {
        return count.name().equals(ELAPSED) ? "time" : Human.words(count.name());
    }

    private static String amount(NamedCount count) {
        if (count.name().equals(ELAPSED)) {
            return Human.duration(count.value() / 1000.0);
        }
        return count.name().startsWith("Bytes") ? Human.size(count.value()) : Human.count(count.value());
    }

    private void findings(TaskResult result) {
        for (Finding finding : result.findings()) {
            boolean named = finding.message().startsWith(finding.object());
            String what = named ? finding.message() : finding.object() + ": " + finding.message();
            session.renderer().line(finding.severity() + ", " + finding.kind() + ": " + what);
            finding.affected().forEach(snapshot -> session.renderer().line("  hits " + places(snapshot)));
        }
        long hidden = result.findingsTotal() - result.findings().size();
        if (hidden > 0) {
            session.renderer().line("and " + Human.count(hidden) + " more");
        }
        for (DamagedRange range : result.damagedRanges()) {
            session.renderer()
                    .line("not restored: " + blocks(new BlockRange(range.firstBlockIndex(), range.blockCount())) + ": "
                            + range.reason());
        }
    }

    private static String places(AffectedSnapshot snapshot) {
        return snapshot.snapshotId() + " of " + snapshot.volumeId() + ": " + Human.count(snapshot.blockCount())
                + (snapshot.blockCount() == 1 ? " block: " : " blocks: ")
                + snapshot.blocks().stream().map(TaskOutcome::blocks).collect(Collectors.joining(", "));
    }

    private static String blocks(BlockRange range) {
        long last = range.firstBlockIndex() + range.blockCount() - 1;
        return range.blockCount() == 1 ? "block " + last : "blocks " + range.firstBlockIndex() + " to " + last;
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
        if (task.result() == null || !task.result().damageFound()) {
            return ExitCode.OK;
        }
        session.renderer().error("damage was found", REPAIR_HINT);
        return ExitCode.DAMAGED;
    }
}

package io.ebsnap.exchange;

import io.ebsnap.device.Commands;
import io.ebsnap.device.Devices;
import io.ebsnap.device.Tools;
import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Durability;
import io.ebsnap.restore.RestoreEnd;
import io.ebsnap.restore.RestoreOrder;
import io.ebsnap.restore.RestoreResult;
import io.ebsnap.restore.RestoreService;
import io.ebsnap.task.TaskBoard;
import io.ebsnap.task.TaskKind;
import io.ebsnap.task.TaskRun;
import io.ebsnap.task.TaskView;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes snapshots into files. A raw file is restored onto. Every other one is written by {@code qemu-img}, which reads the snapshot from this
 * process by NBD: no copy of the content lies between. Safe for use by several threads.
 */
public final class SnapshotExports {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotExports.class);

    private final RestoreService restores;
    private final SnapshotServer server;
    private final TaskBoard tasks;
    private final Devices devices;
    private final Durability durability;
    private final Qemu qemu;

    /** Files that are being written. */
    private final Set<Path> writing = ConcurrentHashMap.newKeySet();

    /**
     * What snapshots are read by.
     *
     * @param restores onto raw files
     * @param server for other programs
     */
    public record Readers(RestoreService restores, SnapshotServer server) {}

    /**
     * What files are written with.
     *
     * @param devices says which paths are not to be touched
     * @param durability of names
     * @param tools where QEMU's are
     */
    public record Writers(Devices devices, Durability durability, Tools tools) {}

    public SnapshotExports(Readers readers, Writers writers, TaskBoard tasks) {
        this.restores = readers.restores();
        this.server = readers.server();
        this.devices = writers.devices();
        this.durability = writers.durability();
        this.qemu = new Qemu(writers.tools());
        this.tasks = tasks;
    }

    /**
     * Begins to write a snapshot into a file, as a task whose result is a {@link RestoreResult}. The file gets its name when it is whole and
     * durable.
     *
     * @throws Failure.NotFound if there is no such snapshot, or no directory for the file
     * @throws Failure.Conflict if the snapshot is not completed, the file exists and is not to be replaced, or it is being written already
     * @throws Failure.Invalid if the path is no file's
     * @throws Failure.Unavailable if the program for the format is not installed
     */
    public TaskView start(ExportOrder order) {
        devices.requireOthers(order.file());
        Path file = Path.of(order.file()).normalize();
        if (file.getFileName() == null) {
            throw new Failure.Invalid("'" + order.file() + "' is not the path of a file");
        }
        if (order.format() != FileFormat.RAW) {
            Path unused = qemu.require("qemu-img", order.format());
        }
        if (!writing.add(file)) {
            throw new Failure.Conflict(file + " is being written by another export");
        }
        PartialFile partial = new PartialFile(file, order.force(), durability);
        Ending ending = new Ending(file, partial);
        try {
            partial.prepare();
            return order.format() == FileFormat.RAW
                    ? restored(order, partial, ending)
                    : converted(order, partial, ending);
        } catch (RuntimeException e) {
            ending.failed();
            throw e;
        }
    }

    private TaskView restored(ExportOrder order, PartialFile partial, Ending ending) {
        return restores.export(
                new RestoreOrder(order.snapshot(), partial.path().toString(), true, false), order.file(), ending);
    }

    private TaskView converted(ExportOrder order, PartialFile partial, Ending ending) {
        AtomicReference<@Nullable TaskRun> running = new AtomicReference<>();
        AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
        SnapshotServer.Served served = server.serve(
                order.snapshot(),
                plane -> new WatchedPlane(plane, Objects.requireNonNull(running.get(), "no task"), failure));
        String subject = order.snapshot() + " into " + order.file();
        try {
            return tasks.start(TaskKind.EXPORT, subject, run -> {
                running.set(run);
                try (served) {
                    convert(order, partial, run, new Source(served, failure));
                } catch (RuntimeException e) {
                    ending.failed();
                    throw e;
                }
                ending.whole();
                return result(order, served, run);
            });
        } catch (RuntimeException e) {
            served.close();
            throw e;
        }
    }

    /**
     * What is converted.
     *
     * @param served where
     * @param failure what went wrong first when it was read
     */
    private record Source(SnapshotServer.Served served, AtomicReference<@Nullable Failure> failure) {}

    private void convert(ExportOrder order, PartialFile partial, TaskRun run, Source source) {
        run.expect("bytes", source.served().contentBytes());
        run.phase("writing");
        Commands.Outcome outcome = qemu.convert(source.served().uri(), order.format(), partial.path());
        run.checkpoint();
        if (outcome.succeeded()) {
            run.phase("flushing");
            return;
        }
        Failure unreadable = source.failure().get();
        if (unreadable != null) {
            throw unreadable;
        }
        String message = "qemu-img cannot write " + order.file() + ": " + outcome.text();
        throw outcome.text().contains("No space left")
                ? new Failure.Exhausted(message, null)
                : new Failure.Unavailable(message, null);
    }

    private static RestoreResult result(ExportOrder order, SnapshotServer.Served served, TaskRun run) {
        return new RestoreResult(
                order.snapshot().value(),
                order.file(),
                served.sizeBytes(),
                served.contentBytes(),
                0,
                served.sizeBytes() - served.contentBytes(),
                run.elapsed().toMillis(),
                0,
                List.of());
    }

    /** Of one file. */
    private final class Ending implements RestoreEnd {
        private final Path file;
        private final PartialFile partial;

        Ending(Path file, PartialFile partial) {
            this.file = file;
            this.partial = partial;
        }

        @Override
        public void whole() {
            try {
                partial.finish();
                writing.remove(file);
            } catch (RuntimeException e) {
                failed();
                throw e;
            }
        }

        @Override
        public void failed() {
            try {
                partial.discard();
            } catch (Failure e) {
                LOG.warn("file={} what was begun of it is left: {}", file, e.getMessage());
            } finally {
                writing.remove(file);
            }
        }
    }
}

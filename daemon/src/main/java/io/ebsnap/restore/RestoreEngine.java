package io.ebsnap.restore;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.device.BlockBuffer;
import io.ebsnap.device.BlockTarget;
import io.ebsnap.device.Devices;
import io.ebsnap.device.TargetOrder;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.task.TaskBoard;
import io.ebsnap.task.TaskKind;
import io.ebsnap.task.TaskRun;
import io.ebsnap.task.TaskView;
import io.ebsnap.task.WorkerGroup;

/** Restores snapshots onto devices and files. */
public final class RestoreEngine implements RestoreService {

    private final RestoreSources sources;
    private final Devices devices;
    private final TaskBoard tasks;
    private final RestoreSettings settings;

    public RestoreEngine(RestoreSources sources, Devices devices, TaskBoard tasks, RestoreSettings settings) {
        this.sources = sources;
        this.devices = devices;
        this.tasks = tasks;
        this.settings = settings;
    }

    @Override
    public TaskView start(RestoreOrder order) {
        return start(
                order,
                (opened, subject) -> tasks.start(
                        TaskKind.RESTORE, subject + " onto " + order.target(), run -> perform(order, opened, run)));
    }

    @Override
    public TaskView export(RestoreOrder order, String into, RestoreEnd end) {
        return start(
                order,
                (opened, subject) -> tasks.start(
                        TaskKind.EXPORT, subject + " into " + into, run -> perform(order, opened, run, end)));
    }

    private TaskView start(RestoreOrder order, Starting starting) {
        SnapshotRecord snapshot = require(order.snapshot());
        BlockMap map = BlockMap.of(snapshot);
        sources.keyring().keysOf(map.domain());
        MapsInUse.Hold hold = sources.mapsInUse().holdRequired(map, () -> require(order.snapshot()));
        try {
            BlockTarget target = devices.openTarget(
                    new TargetOrder(order.target(), map.geometry().sizeBytes(), order.force()));
            return started(order, new Opened(map, hold, target), starting);
        } catch (RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    private static TaskView started(RestoreOrder order, Opened opened, Starting starting) {
        try {
            return starting.start(opened, order.snapshot().value());
        } catch (RuntimeException e) {
            opened.target().close();
            throw e;
        }
    }

    private RestoreResult perform(RestoreOrder order, Opened opened, TaskRun run) {
        DamageMap damage = new DamageMap();
        try (opened) {
            run.expect("bytes", opened.map().geometry().sizeBytes());
            run.phase("restoring");
            restore(order, opened, run, damage);
            run.phase("flushing");
            opened.target().flush();
            return result(order, opened.map(), run, damage);
        }
    }

    private RestoreResult perform(RestoreOrder order, Opened opened, TaskRun run, RestoreEnd end) {
        RestoreResult result;
        try {
            result = perform(order, opened, run);
        } catch (RuntimeException e) {
            end.failed();
            throw e;
        }
        end.whole();
        return result;
    }

    private void restore(RestoreOrder order, Opened opened, TaskRun run, DamageMap damage) {
        BlockMap map = opened.map();
        DomainKeys keys = sources.keyring().keysOf(map.domain());
        BlockRestorer restorer = new BlockRestorer(
                map,
                opened.target(),
                sources.chunks(),
                keys,
                new BlockRestorer.RestoreReport(
                        order.snapshot().value(), order.skipDamaged(), RestoreTally.of(run), damage));
        String name = "restore-" + run.id().value().substring(5, 13);
        try (WorkerGroup<RestoreStep> workers = new WorkerGroup<>(settings.threads(), name, () -> {
            BlockBuffer buffer = new BlockBuffer();
            return step -> restorer.restore(step, buffer);
        })) {
            RestorePlan plan = new RestorePlan(map, sources.chunks(), order.skipDamaged(), step -> {
                run.checkpoint();
                workers.give(step);
            });
            plan.run(sources.pages());
            workers.finish();
        }
    }

    private static RestoreResult result(RestoreOrder order, BlockMap map, TaskRun run, DamageMap damage) {
        return new RestoreResult(
                order.snapshot().value(),
                order.target(),
                map.geometry().sizeBytes(),
                run.counted(BlockRestorer.WRITTEN),
                run.counted(BlockRestorer.MATCHING),
                run.counted(BlockRestorer.ZERO),
                run.elapsed().toMillis(),
                damage.blocks(),
                damage.ranges());
    }

    private SnapshotRecord require(SnapshotId id) {
        return sources.catalog()
                .find(CatalogKind.SNAPSHOT, id.value())
                .filter(SnapshotRecord::visible)
                .orElseThrow(() -> new Failure.NotFound("there is no " + id));
    }

    /** Starts the task of a restore that is opened. */
    @FunctionalInterface
    private interface Starting {
        TaskView start(Opened opened, String snapshot);
    }

    /** What a restore holds until its end. */
    private record Opened(BlockMap map, MapsInUse.Hold hold, BlockTarget target) implements AutoCloseable {

        @Override
        public void close() {
            try {
                target.close();
            } finally {
                hold.close();
            }
        }
    }
}

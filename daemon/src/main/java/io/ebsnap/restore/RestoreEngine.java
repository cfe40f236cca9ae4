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
        SnapshotRecord snapshot = require(order.snapshot());
        BlockMap map = BlockMap.of(snapshot);
        sources.keyring().keysOf(map.domain());
        MapsInUse.Hold hold = sources.mapsInUse().hold(map);
        try {
            require(order.snapshot());
            BlockTarget target = devices.openTarget(
                    new TargetOrder(order.target(), map.geometry().sizeBytes(), order.force()));
            return started(order, new Opened(map, hold, target));
        } catch (RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    private TaskView started(RestoreOrder order, Opened opened) {
        String subject = order.snapshot() + " onto " + order.target();
        try {
            return tasks.start(TaskKind.RESTORE, subject, run -> perform(order, opened, run));
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
                .orElseThrow(() -> new Failure.NotFound("there is no " + id));
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

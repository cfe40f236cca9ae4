package io.ebsnap.pipeline;

import io.ebsnap.catalog.ImageDevice;
import io.ebsnap.catalog.ImageExecutionRecord;
import io.ebsnap.catalog.ImageExecutionState;
import io.ebsnap.catalog.ImageLaunchRecord;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ImageId;
import io.ebsnap.image.ImageCreation;
import io.ebsnap.image.ImageLabel;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.task.TaskBody;
import io.ebsnap.task.TaskCancelled;
import io.ebsnap.task.TaskResult;
import io.ebsnap.task.TaskRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Builds a version and tests it. Whatever it makes is known by its id, so that what a crash leaves is found and removed. For one use.
 *
 * <p>The new version is current once its record says that it is available: before that, nothing has changed for anybody.
 */
final class Execution implements TaskBody {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int STEPS = 6;

    private final ImageExecutionRecord begun;
    private final Pipeline pipeline;
    private final PipelineParts parts;
    private final Executions executions;
    private final Tidying tidying;
    private final Clones clones;
    private final BooleanSupplier stopping;
    private final Tail printed = new Tail();
    private String parentId = "";

    /**
     * One that has begun.
     *
     * @param stopping whether the daemon ends: then it is left as it is, for the next one to see that it was interrupted
     */
    Execution(ImageExecutionRecord begun, Pipeline pipeline, Tidying tidying, BooleanSupplier stopping) {
        this.begun = begun;
        this.pipeline = pipeline;
        this.tidying = tidying;
        this.parts = tidying.parts();
        this.executions = tidying.executions();
        this.clones = tidying.clones();
        this.stopping = stopping;
    }

    @Override
    public TaskResult perform(TaskRun run) {
        run.expect("steps", STEPS);
        String image = proven(run);
        executions.end(begun.executionId(), ImageExecutionState.AVAILABLE, "");
        executions.reached("pipeline.after-verdict");
        tidying.tryTo(begun.executionId());
        run.advance(1);
        return new BuildResult(
                begun.executionId(), image, begun.version(), run.elapsed().toMillis());
    }

    private String proven(TaskRun run) {
        try {
            String image = build(run);
            test(run, image);
            return image;
        } catch (TaskCancelled e) {
            end(ImageExecutionState.CANCELLED, "somebody ended its task");
            throw e;
        } catch (RuntimeException e) {
            end(ImageExecutionState.FAILED, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void end(ImageExecutionState state, String reason) {
        if (!stopping.getAsBoolean()) {
            executions.end(begun.executionId(), state, reason);
            executions.reached("pipeline.after-failure");
            tidying.tryTo(begun.executionId());
        }
    }

    /** Makes the new image of a changed clone of the parent. */
    private String build(TaskRun run) {
        run.phase("launching the parent");
        ImageRecord parent = new ParentFinder(parts.images(), tidying.versions()).find(pipeline.parent());
        ImageLabel label = new ImageNames(begun, parent, pipeline.zone()).label(pipeline.output());
        requireFree(label.name());
        parentId = parent.imageId();
        executions.update(begun.executionId(), old -> old.building(parentId));
        executions.reached("pipeline.after-building");
        ImageLaunchRecord launch = clones.launch(begun, Phase.Kind.BUILD, parent);
        executions.reached("pipeline.after-launch");
        run.advance(1);
        hook(run, pipeline.build(), new Work(launch, parent));
        run.phase("taking the image");
        clones.detach(launch);
        executions.reached("pipeline.after-detachment");
        String image = taken(launch, parent, label);
        executions.reached("pipeline.after-image");
        executions.update(begun.executionId(), old -> old.made(image));
        awaitAvailable(run, image);
        executions.reached("pipeline.after-completion");
        clones.terminate(launch);
        executions.reached("pipeline.after-build");
        run.advance(1);
        return image;
    }

    /** Before a hook has worked for an hour. */
    private void requireFree(String name) {
        parts.images().list(true).stream()
                .filter(image -> image.name().equals(name)
                        && image.ownerId().equals(parts.machine().ownAccount()))
                .findFirst()
                .ifPresent(other -> {
                    throw new Failure.Conflict(
                            other.imageId() + " has the name '" + name + "' already",
                            "ebsnap image deregister " + other.imageId() + ", or change name in [image]");
                });
    }

    /** What a hook works on. */
    private record Work(ImageLaunchRecord launch, ImageRecord image) {}

    private void hook(TaskRun run, Phase phase, Work work) {
        run.phase("running the " + phase.kind().word() + " hook");
        Map<String, String> nodes = clones.nodes(work.launch());
        MountTable table = phase.mount()
                ? MountTable.of(work.image(), nodes, parts.contents())
                : new MountTable(List.of(), List.of());
        table.requireAlone(parts.machine().btrfs());
        try {
            new HookRun(
                            parts.machine().tools(),
                            parts.machine().commands(),
                            parts.machine().place())
                    .run(phase, table, environment(phase, work, nodes), printed, run);
        } finally {
            if (!stopping.getAsBoolean()) {
                executions.update(begun.executionId(), old -> old.printed(printed.text()));
            }
        }
        executions.reached("pipeline.after-" + phase.kind().word() + "-hook");
        run.advance(1);
    }

    private Map<String, String> environment(Phase phase, Work work, Map<String, String> nodes) {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", "/root");
        environment.put("EBSNAP_PHASE", phase.kind().word());
        environment.put("EBSNAP_PIPELINE", pipeline.name());
        environment.put("EBSNAP_VERSION", String.valueOf(begun.version()));
        environment.put("EBSNAP_EXECUTION", begun.executionId());
        environment.put("EBSNAP_PARENT_IMAGE", parentId);
        environment.put("EBSNAP_IMAGE", work.image().imageId());
        environment.put(
                "EBSNAP_ROOT_DEVICE", nodes.getOrDefault(work.image().machine().rootDeviceName(), ""));
        environment.put(
                "EBSNAP_DEVICES",
                work.launch().volumes().stream()
                        .map(device -> device.deviceName() + "=" + nodes.get(device.deviceName()))
                        .collect(Collectors.joining(" ")));
        return environment;
    }

    /** Its volumes are deleted with a launch, or not, as those of the parent. */
    private String taken(ImageLaunchRecord launch, ImageRecord parent, ImageLabel label) {
        Map<String, Boolean> deleted = parent.blockDeviceMappings().stream()
                .collect(Collectors.toMap(ImageDevice::deviceName, ImageDevice::deleteOnTermination));
        return parts.images()
                .create(new ImageCreation(
                        label,
                        parent.machine(),
                        launch.volumes().stream()
                                .map(device -> new ImageCreation.Device(
                                        device.deviceName(), deleted.getOrDefault(device.deviceName(), true)))
                                .toList(),
                        new SnapshotOrder(
                                launch.volumes().stream()
                                        .map(device -> Objects.requireNonNull(device.volumeId()))
                                        .toList(),
                                "",
                                List.of(),
                                Optional.empty(),
                                null,
                                null,
                                pipeline.output().key())))
                .imageId();
    }

    private void awaitAvailable(TaskRun run, String id) {
        for (ImageRecord image = require(id); image.state() != ImageState.AVAILABLE; image = require(id)) {
            if (image.state() != ImageState.PENDING) {
                throw new Failure.Conflict(
                        "the new image " + id + " is " + image.state().word() + ": " + image.stateMessage());
            }
            run.checkpoint();
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private ImageRecord require(String id) {
        return parts.images()
                .find(new ImageId(id))
                .orElseThrow(() -> new Failure.Conflict("the new image " + id + " was deregistered"));
    }

    /** Tests a clone of the new image. */
    private void test(TaskRun run, String id) {
        run.checkpoint();
        executions.update(begun.executionId(), ImageExecutionRecord::testing);
        executions.reached("pipeline.after-testing");
        if (pipeline.test().isEmpty()) {
            run.advance(2);
            return;
        }
        run.phase("launching the new image");
        ImageRecord image = require(id);
        ImageLaunchRecord launch = clones.launch(begun, Phase.Kind.TEST, image);
        executions.reached("pipeline.after-test-launch");
        hook(run, pipeline.test().get(), new Work(launch, image));
        clones.terminate(launch);
        executions.reached("pipeline.after-test");
        run.advance(1);
    }
}

package io.ebsnap.pipeline;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ImageExecutionRecord;
import io.ebsnap.catalog.ImageExecutionState;
import io.ebsnap.catalog.ImageLaunchRecord;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ImageId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.image.Images;
import io.ebsnap.image.SnapshotOutcome;
import io.ebsnap.snapshot.Deletion;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts in order what executions leave: their clones go; the image of one that has failed goes; the one of one that has succeeded becomes current, and those
 * before it are deprecated, and deregistered when there are too many. Each step can be done again, so a crash in between does not matter. Safe for use by several
 * threads.
 */
final class Tidying {

    private static final Logger LOG = LoggerFactory.getLogger(Tidying.class);

    private final PipelineParts parts;
    private final KnownPipelines pipelines;
    private final Executions executions;
    private final Versions versions;
    private final Clones clones;

    Tidying(PipelineParts parts, KnownPipelines pipelines) {
        this.parts = parts;
        this.pipelines = pipelines;
        this.executions = new Executions(parts.catalog(), parts.surroundings());
        this.versions = new Versions(executions, parts.images());
        this.clones = new Clones(parts.images(), parts.attachments());
    }

    PipelineParts parts() {
        return parts;
    }

    Executions executions() {
        return executions;
    }

    Versions versions() {
        return versions;
    }

    Clones clones() {
        return clones;
    }

    /** Does it for one that has ended; what cannot be done now is tried again by a later round. */
    synchronized void tryTo(String executionId) {
        try {
            executions.find(executionId).ifPresent(this::tidy);
        } catch (Failure e) {
            LOG.warn("execution={} what it leaves is not in order yet: {}", executionId, e.getMessage());
        }
    }

    private void tidy(ImageExecutionRecord execution) {
        if (!execution.state().isEnd() || execution.settled()) {
            return;
        }
        for (ImageLaunchRecord launch : clones.of(execution)) {
            clones.terminate(launch);
            executions.reached("pipeline.after-one-clone");
        }
        if (execution.state() == ImageExecutionState.AVAILABLE) {
            promote(execution.pipeline());
        } else {
            rollBack(execution);
        }
        executions.update(execution.executionId(), ImageExecutionRecord::inOrder);
        forget(execution.pipeline());
    }

    private void rollBack(ImageExecutionRecord execution) {
        for (ImageRecord image : versions.madeBy(execution)) {
            executions.update(execution.executionId(), old -> old.made(image.imageId()));
            try {
                deregister(image);
                LOG.info("execution={} image={} rolled back", execution.executionId(), image.imageId());
            } catch (Failure.Denied protectedMeanwhile) {
                LOG.warn("image={} stays, untested: {}", image.imageId(), protectedMeanwhile.getMessage());
            }
            executions.reached("pipeline.after-rollback");
        }
        executions
                .find(execution.executionId())
                .flatMap(now -> Optional.ofNullable(now.imageId()))
                .ifPresent(this::sweep);
    }

    /** Snapshots that are left of an image whose deregistration was cut off. */
    private void sweep(String imageId) {
        List<SnapshotId> left = parts.snapshots().list().stream()
                .filter(snapshot -> Images.isSnapshotOf(imageId, snapshot))
                .map(snapshot -> new SnapshotId(snapshot.snapshotId()))
                .toList();
        if (!left.isEmpty()) {
            List<Deletion> unused = parts.snapshots().delete(left);
            LOG.info("image={} snapshots={} swept", imageId, left);
        }
    }

    private void deregister(ImageRecord image) {
        List<SnapshotOutcome> outcomes = parts.images().deregister(new ImageId(image.imageId()), true);
        outcomes.stream()
                .filter(outcome -> !outcome.returnCode().equals("success"))
                .forEach(outcome -> LOG.warn(
                        "image={} snapshot={} {}: {}",
                        image.imageId(),
                        outcome.snapshotId(),
                        outcome.returnCode(),
                        outcome.message()));
    }

    private void promote(String pipeline) {
        Optional<Versions.Version> current = versions.current(pipeline);
        if (current.isEmpty()) {
            return;
        }
        List<Versions.Version> all = versions.of(pipeline);
        List<ImageRecord> superseded = all.stream()
                .filter(version -> version.execution().version()
                        < current.get().execution().version())
                .map(Versions.Version::image)
                .toList();
        Optional<Pipeline> known = pipelines.find(pipeline);
        known.ifPresent(says -> superseded.forEach(image -> deprecate(image, says)));
        mark(current.get(), all);
        executions.reached("pipeline.after-mark");
        known.ifPresent(
                says -> superseded.stream().skip(says.keep().versions() - 1L).forEach(this::retire));
    }

    private void mark(Versions.Version current, List<Versions.Version> all) {
        for (Versions.Version version : all) {
            ImageRecord image = version.image();
            ImageId id = new ImageId(image.imageId());
            boolean isCurrent = image.imageId().equals(current.image().imageId());
            if (isCurrent && !isMarked(image)) {
                attempt(() -> parts.images().tag(id, List.of(new Tag(ImageNames.CURRENT_TAG, "true"))));
            } else if (!isCurrent && isMarked(image)) {
                attempt(() -> parts.images().untag(id, List.of(ImageNames.CURRENT_TAG)));
            }
        }
    }

    private static boolean isMarked(ImageRecord image) {
        return image.tags().stream().anyMatch(tag -> tag.key().equals(ImageNames.CURRENT_TAG));
    }

    /** What an image can take no more, such as a tag beside those that others have given it, must not keep the rest from being done. */
    private static void attempt(Supplier<ImageRecord> change) {
        try {
            ImageRecord unused = change.get();
        } catch (Failure.Invalid e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    /** Said once, when it is still marked as the current one: somebody may take it back. */
    private void deprecate(ImageRecord image, Pipeline pipeline) {
        if (isMarked(image) && image.terms().deprecationTime() == null) {
            pipeline.keep().deprecation().ifPresent(after -> {
                Instant time = after.after(executions.now(), pipeline.zone());
                attempt(() -> parts.images().deprecate(new ImageId(image.imageId()), Optional.of(time)));
            });
        }
    }

    private void retire(ImageRecord image) {
        Optional<String> reason = reasonToKeep(image);
        if (reason.isPresent()) {
            LOG.info("image={} stays beyond the versions that are kept: {}", image.imageId(), reason.get());
            return;
        }
        try {
            deregister(image);
            LOG.info("image={} name=\"{}\" superseded and deregistered", image.imageId(), image.name());
        } catch (Failure.Denied protectedFromIt) {
            LOG.info("image={} stays: {}", image.imageId(), protectedFromIt.getMessage());
        }
        executions.reached("pipeline.after-one-removal");
    }

    private Optional<String> reasonToKeep(ImageRecord image) {
        String id = image.imageId();
        boolean launched = parts.images().launches().stream()
                .anyMatch(launch -> launch.imageId().equals(id));
        if (launched) {
            return Optional.of("volumes of it are launched");
        }
        boolean builtUpon = executions.list().stream()
                .anyMatch(execution -> !execution.state().isEnd() && id.equals(execution.parentImageId()));
        if (builtUpon) {
            return Optional.of("it is being built upon");
        }
        return image.snapshotIds()
                .flatMap(snapshot -> parts.catalog().find(CatalogKind.SNAPSHOT, snapshot).stream())
                .flatMap(snapshot -> parts.locks().to(snapshot).map(why -> snapshot.snapshotId() + ": " + why).stream())
                .findFirst();
    }

    private void forget(String pipeline) {
        Set<String> kept = new HashSet<>();
        versions.of(pipeline).forEach(version -> kept.add(version.execution().executionId()));
        executions.forget(pipeline, kept);
    }

    /** Marks those that a daemon's end has cut off. To be called once, before any begins. */
    void recover() {
        executions.list().stream()
                .filter(execution -> !execution.state().isEnd())
                .forEach(execution -> executions.end(
                        execution.executionId(), ImageExecutionState.FAILED, ImageExecutionRecord.INTERRUPTED));
    }

    /** Tries again what could not be done before. */
    void round() {
        executions.list().stream()
                .filter(execution -> execution.state().isEnd() && !execution.settled())
                .forEach(execution -> tryTo(execution.executionId()));
    }
}

package io.ebsnap.snapshot;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.device.PointInTime;
import io.ebsnap.device.PointInTimes;
import io.ebsnap.device.SavedInstant;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.volume.VolumeEpochs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the snapshots that a former daemon left pending, whether it stopped or died: those whose instant is still held are
 * copied again from it, the others end with an error. What holds an instant for nobody is removed.
 */
final class PendingRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(PendingRecovery.class);

    private final PointInTimes instants;
    private final VolumeEpochs managed;
    private final Copies copies;
    private final JobContext context;

    /** Copies of what is here, and of what is elsewhere. */
    record Copies(SnapshotCopies here, DistantCopies elsewhere) {}

    PendingRecovery(SnapshotSources sources, Copies copies, JobContext context) {
        this.instants = sources.instants();
        this.managed = sources.managed();
        this.copies = copies;
        this.context = context;
    }

    /** The snapshots to go on with. */
    List<SnapshotJob> recover() {
        // Those that clients write go on by themselves: see direct.Uploads.
        List<SnapshotRecord> pending = context.records()
                .list(record -> record.state() == SnapshotState.PENDING
                        && !record.origin().direct());
        Set<SnapshotId> kept = pending.stream()
                .filter(record -> record.origin().instantArtifact() != null)
                .map(record -> new SnapshotId(record.snapshotId()))
                .collect(Collectors.toSet());
        instants.recover(kept);
        List<SnapshotJob> jobs = new ArrayList<>();
        for (SnapshotRecord record : pending) {
            resumed(record).ifPresentOrElse(jobs::add, () -> fail(record));
        }
        context.failures().endBrokenGroups();
        jobs.stream().filter(job -> !isPending(job.id())).forEach(job -> job.stop(StopReason.CANCELLED));
        return jobs;
    }

    /** One that has failed with its group gives its instant up as soon as it is run. */
    private boolean isPending(String snapshot) {
        return context.records()
                .find(snapshot)
                .map(context.failures()::seen)
                .filter(record -> record.state() == SnapshotState.PENDING)
                .isPresent();
    }

    private Optional<SnapshotJob> resumed(SnapshotRecord record) {
        try {
            Optional<PointInTime> instant = held(record);
            instant.ifPresent(held -> LOG.info(
                    "snapshot={} volume={} state=pending resumed=true", record.snapshotId(), record.volumeId()));
            return instant.map(held -> new SnapshotJob(record, held, context));
        } catch (RuntimeException e) {
            LOG.error("snapshot={} its instant cannot be read any more", record.snapshotId(), e);
            return Optional.empty();
        }
    }

    private Optional<PointInTime> held(SnapshotRecord record) {
        if (record.origin().distant() != null) {
            return copies.elsewhere().resume(record);
        }
        if (record.origin().copied()) {
            return copies.here().resume(record);
        }
        return isManaged(record) ? managed.resume(record) : saved(record).flatMap(instants::resume);
    }

    private void fail(SnapshotRecord record) {
        Optional<String> original = record.origin().copyOf();
        if (!record.origin().copied() && !isManaged(record)) {
            saved(record).ifPresent(this::discard);
        }
        String why = original.map(gone -> gone + " was deleted before it was copied")
                .orElse(
                        record.origin().distant() != null
                                ? "the remote that it was copied from is not known any more"
                                : "the daemon ended before the snapshot was complete, and its instant is gone");
        context.failures().record(record.snapshotId(), why);
    }

    private static boolean isManaged(SnapshotRecord record) {
        return record.origin().consistency().equals(ConsistencyMethod.MANAGED_EPOCH.word());
    }

    private void discard(SavedInstant saved) {
        try {
            instants.discard(saved);
        } catch (RuntimeException e) {
            LOG.warn("snapshot={} {} could not be removed: {}", saved.snapshot(), saved.artifact(), e.getMessage());
        }
    }

    private static Optional<SavedInstant> saved(SnapshotRecord record) {
        String artifact = record.origin().instantArtifact();
        if (artifact == null) {
            return Optional.empty();
        }
        return method(record.origin().consistency())
                .map(method -> new SavedInstant(
                        record.origin().device(),
                        new SnapshotId(record.snapshotId()),
                        method,
                        artifact,
                        record.startTime()));
    }

    private static Optional<ConsistencyMethod> method(String word) {
        for (ConsistencyMethod method : ConsistencyMethod.values()) {
            if (method.word().equals(word)) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }
}

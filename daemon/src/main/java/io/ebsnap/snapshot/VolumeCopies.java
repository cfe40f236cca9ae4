package io.ebsnap.snapshot;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.volume.CopiedVolumes;
import io.ebsnap.volume.VolumeCopyOrder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies managed volumes, each by a snapshot that nobody sees and that is removed when the copy is made: from then on the copy itself keeps what it needs in
 * the store. The copy's record is written first, and the snapshot's says which copy it is for; so the next daemon finds what belongs together.
 */
public final class VolumeCopies implements VolumeCopying {

    private static final Logger LOG = LoggerFactory.getLogger(VolumeCopies.class);

    /** How long one waits for another copy or snapshot of its source; shorter than AWS's tools wait for an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CopiedVolumes volumes;
    private final SnapshotIntake intake;
    private final SnapshotQueue queue;
    private final JobContext context;

    /** The volumes that the snapshots are for which are there, by the ids of these. */
    @GuardedBy("this")
    private final Map<String, String> volumeOf = new HashMap<>();

    /** Why copies cannot be gone on with for now, as it was said last. */
    @GuardedBy("this")
    private final Map<String, String> troubles = new HashMap<>();

    VolumeCopies(CopiedVolumes volumes, SnapshotIntake intake, SnapshotQueue queue, JobContext context) {
        this.volumes = volumes;
        this.intake = intake;
        this.queue = queue;
        this.context = context;
    }

    /** Finds what an earlier daemon has left. To be called once, when snapshots are gone on with and before any other call. */
    public synchronized void start() {
        context.records().list(record -> record.origin().copyVolumeId() != null).forEach(this::found);
        Set<String> known = volumeOf.values().stream().collect(Collectors.toSet());
        // Nobody was answered: the daemon died before the instant was noted.
        volumes.pending().stream()
                .map(ManagedVolumeRecord::volumeId)
                .filter(id -> !known.contains(id))
                .forEach(volumes::remove);
    }

    @GuardedBy("this")
    private void found(SnapshotRecord snapshot) {
        String volume = snapshot.origin().copyVolumeId();
        if (volume != null) {
            volumeOf.put(snapshot.snapshotId(), volume);
        }
    }

    @Override
    public ManagedVolumeRecord copy(VolumeCopyOrder order) {
        return before(order).orElseGet(() -> inTurn(order));
    }

    private ManagedVolumeRecord inTurn(VolumeCopyOrder order) {
        try (SnapshotTurns.Turn _ = queue.turn(Set.of(volumes.source(order)), PATIENCE)) {
            return beginOnce(order);
        }
    }

    private synchronized ManagedVolumeRecord beginOnce(VolumeCopyOrder order) {
        Optional<ManagedVolumeRecord> before = before(order);
        return before.isPresent() ? before.get() : begin(order);
    }

    /** What an earlier try of the order has begun. */
    private synchronized Optional<ManagedVolumeRecord> before(VolumeCopyOrder order) {
        context.failures().settle();
        return volumes.begunBy(order).filter(this::goesOn);
    }

    /** One that could not be taken back when its order failed does not: the next daemon removes it. */
    @GuardedBy("this")
    private boolean goesOn(ManagedVolumeRecord volume) {
        return volumes.pending(volume.volumeId()).isEmpty() || volumeOf.containsValue(volume.volumeId());
    }

    @GuardedBy("this")
    private ManagedVolumeRecord begin(VolumeCopyOrder order) {
        ManagedVolumeRecord volume = volumes.begin(order);
        reached("after-record");
        try {
            intake.accept(snapshotFor(volume, order)).forEach(this::found);
        } catch (RuntimeException e) {
            undo(volume.volumeId(), e);
            throw e;
        }
        reached("after-pending");
        LOG.info("volume={} source={} state=creating", volume.volumeId(), order.sourceVolume());
        return volume;
    }

    private static SnapshotOrder snapshotFor(ManagedVolumeRecord volume, VolumeCopyOrder order) {
        String source =
                volume.copy() == null ? order.sourceVolume() : volume.copy().sourceVolumeId();
        return new SnapshotOrder(
                List.of(source),
                "",
                List.of(),
                false,
                Optional.empty(),
                null,
                null,
                null,
                order.ownerId(),
                order.defaultKey().orElse(null),
                new SnapshotOrder.Standing(List.of(), null, volume.volumeId(), Duration.ZERO));
    }

    /** A snapshot may be there that has failed. */
    @GuardedBy("this")
    private void undo(String volume, RuntimeException reason) {
        try {
            volumes.remove(volume);
            context.records()
                    .list(record -> volume.equals(record.origin().copyVolumeId()))
                    .forEach(this::found);
        } catch (RuntimeException e) {
            // What is left is removed at the next start of the daemon.
            reason.addSuppressed(e);
        }
    }

    /** Makes the copies whose content is in the store, and removes what was needed for them. To be called every so often. */
    public synchronized void round() {
        Map.copyOf(volumeOf).forEach(this::settle);
    }

    @GuardedBy("this")
    private void settle(String snapshot, String volume) {
        try {
            if (volumes.pending(volume).isEmpty() || ended(snapshot, volume)) {
                remove(snapshot);
            }
        } catch (Failure e) {
            String trouble = String.valueOf(e.getMessage());
            if (!trouble.equals(troubles.put(snapshot, trouble))) {
                LOG.error("volume={} snapshot={} is not gone on with now: {}", volume, snapshot, trouble);
            }
        }
    }

    /** Whether nothing more is to be done for a copy. */
    private boolean ended(String snapshot, String volume) {
        Optional<SnapshotRecord> record = context.records().find(snapshot).map(context.failures()::seen);
        if (record.isEmpty()) {
            volumes.fail(volume, "what it was to be made of is gone");
            return true;
        }
        return switch (record.get().state()) {
            case PENDING -> false;
            case ERROR -> {
                volumes.fail(volume, record.get().stateMessage());
                yield true;
            }
            case COMPLETED -> isMade(volume, record.get());
        };
    }

    private boolean isMade(String volume, SnapshotRecord snapshot) {
        try {
            reached("before-target");
            return volumes.finish(volume, snapshot);
        } catch (Failure.Unavailable e) {
            throw e;
        } catch (Failure e) {
            volumes.fail(volume, String.valueOf(e.getMessage()));
            return true;
        }
    }

    /** One that is still being taken is stopped first, and removed in a later round. */
    @GuardedBy("this")
    private void remove(String snapshot) {
        Optional<SnapshotJob> job = queue.find(snapshot);
        if (job.isPresent()) {
            queue.stop(job.get(), StopReason.CANCELLED);
            return;
        }
        reached("before-removal");
        boolean unused = context.records().delete(snapshot);
        volumeOf.remove(snapshot);
        troubles.remove(snapshot);
        reached("after-removal");
    }

    private void reached(String point) {
        context.surroundings().crashPoints().reached("volume-copy." + point);
    }
}

package io.ebsnap.tracking;

import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.device.KeptThinVolumes;
import io.ebsnap.device.MappedPool;
import io.ebsnap.device.PointInTime;
import io.ebsnap.device.ThinDelta;
import io.ebsnap.device.ThinVolume;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.KeptCopy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what changed in a thin logical volume from where its pool has mapped it: a snapshot of what held the last snapshot's instant is kept,
 * and the next instant's is compared with it by {@code thin_delta}. What both have in one place of the pool is one and the same, since the pool
 * writes to no place that two volumes have, and gives it to nobody else.
 *
 * <p>That holds as long as both are snapshots of one thin volume, whatever somebody may have written to either: {@code
 * docs/design/change-tracking.md}. One snapshot is kept for each volume; what it takes of the pool is what was overwritten since.
 */
public final class ThinTracker implements ChangeTracker {

    private static final Logger LOG = LoggerFactory.getLogger(ThinTracker.class);
    private static final int PERCENT = 100;

    private final KeptThinVolumes volumes;
    private final ThinDelta delta;
    private final Path state;
    private final CopyNotes notes;
    private final int freePercentMin;

    /**
     * A tracker.
     *
     * @param state directory of the notes
     * @param freePercentMin a snapshot is given up when less of its pool is free: 0 .. 100
     */
    public ThinTracker(KeptThinVolumes volumes, ThinDelta delta, Path state, int freePercentMin) {
        this.volumes = volumes;
        this.delta = delta;
        this.state = state;
        this.notes = new CopyNotes(state, ".thin");
        this.freePercentMin = freePercentMin;
    }

    @Override
    public String name() {
        return "thin";
    }

    @Override
    public ChangeDetection.Way way() {
        return ChangeDetection.Way.EXACT;
    }

    @Override
    public Answer since(TrackedSnapshot parent, PointInTime instant) {
        try {
            return answer(parent, instant);
        } catch (Failure unknown) {
            return new Answer.Doubt(String.valueOf(unknown.getMessage()));
        }
    }

    private Answer answer(TrackedSnapshot parent, PointInTime instant) {
        Optional<ThinVolume> now = thin(instant);
        Optional<KeptCopy> note = notes.find(parent.volume());
        if (now.isEmpty()) {
            return note.isEmpty()
                    ? new Answer.Inapplicable()
                    : new Answer.Doubt(
                            "the instant was had by " + instant.method().word() + ", and not of a thin volume");
        }
        Optional<String> missing = missing();
        if (missing.isPresent() || note.isEmpty()) {
            return new Answer.Doubt(missing.orElse("no snapshot is kept"));
        }
        if (!note.get().kept() || !note.get().of().equals(parent.content())) {
            return new Answer.Doubt("the snapshot that is kept is not of " + parent.snapshot());
        }
        return compared(note.get(), now.get());
    }

    private Optional<ThinVolume> thin(PointInTime instant) {
        return instant.method() == ConsistencyMethod.LVM_SNAPSHOT
                ? instant.artifact().map(Path::of).flatMap(volumes::ofArtifact)
                : Optional.empty();
    }

    private Optional<String> missing() {
        return volumes.missing().or(delta::missing);
    }

    /** Nothing is asked of either volume afterwards: what is known then is of two states that are over. */
    private Answer compared(KeptCopy note, ThinVolume now) {
        ThinVolume before = proved(note, now);
        ThinDelta.Pair pair = new ThinDelta.Pair(
                volumes.pool(now), before, KeptThin.mappedBytes(note), now, volumes.mappedBytes(now));
        UnchangedRuns runs = UnchangedRuns.begin(state.resolve(note.of().volume() + ".runs"), now.sizeBytes());
        try {
            delta.compare(pair, runs::changed);
            runs.told();
            proved(note, now);
            return new Answer.Known(runs);
        } catch (RuntimeException failed) {
            runs.close();
            throw failed;
        }
    }

    /** The snapshot that is kept, if it is what was noted and the instant's is a later one of the same volume. */
    private ThinVolume proved(KeptCopy note, ThinVolume now) {
        ThinVolume before = volumes.find(KeptThin.fullName(note))
                .orElseThrow(() -> new Failure.NotFound("the snapshot that was kept is gone"));
        ThinVolume origin = volumes.find(now.group() + "/" + now.origin())
                .orElseThrow(() -> new Failure.NotFound("the volume of the instant is gone"));
        KeptThin.requireSame(note, before, origin);
        KeptThin.requireLater(before, now, origin);
        return before;
    }

    @Override
    public synchronized void completed(TrackedSnapshot snapshot, PointInTime instant) {
        Optional<ThinVolume> now = thin(instant);
        forget(snapshot.volume());
        if (now.isEmpty()) {
            return;
        }
        Optional<String> missing = missing();
        if (missing.isPresent()) {
            LOG.info("volume={} nothing is kept to find changes: {}", snapshot.volume(), missing.get());
            return;
        }
        if (isShort(now.get())) {
            throw new Failure.Exhausted(
                    "less than " + freePercentMin + " % of the thin pool of "
                            + now.get().fullName() + " is free",
                    "extend the pool, or lower tracking.kept-copy-free-percent",
                    null);
        }
        keep(snapshot, now.get());
    }

    private void keep(TrackedSnapshot snapshot, ThinVolume now) {
        ThinVolume origin = volumes.find(now.group() + "/" + now.origin())
                .orElseThrow(() -> new Failure.NotFound("the volume of " + now.fullName() + " is gone"));
        long mappedBytes = volumes.mappedBytes(now);
        notes.put(KeptThin.intended(snapshot.content(), now));
        ThinVolume kept = volumes.keep(now, snapshot.volume(), snapshot.snapshot());
        KeptThin.requireLater(now, kept, now);
        notes.put(KeptThin.kept(snapshot.content(), kept, origin, mappedBytes));
    }

    @Override
    public synchronized void forget(String volume) {
        Optional<KeptCopy> note;
        try {
            note = notes.find(volume);
        } catch (Failure.Corrupt | Failure.TooNew | Failure.TooOld damaged) {
            LOG.warn("volume={} the note of what was kept cannot be read: {}", volume, damaged.getMessage());
            remove(volume, "");
            return;
        }
        note.ifPresent(this::giveUp);
    }

    private void giveUp(KeptCopy note) {
        String volume = note.of().volume();
        if (note.kept()) {
            notes.put(new KeptCopy(false, note.of(), note.start(), KeptCopy.Inode.NONE, note.path()));
        }
        remove(volume, KeptThin.fullName(note));
    }

    /** It is found by its own name, since its group may have another one now; in a copy of the group it is left alone. */
    private void remove(String volume, String fullName) {
        List<ThinVolume> all = volumes.kept(volume);
        List<ThinVolume> noted =
                all.stream().filter(found -> found.fullName().equals(fullName)).toList();
        List<ThinVolume> gone = noted.isEmpty() ? all : noted;
        for (ThinVolume kept : gone) {
            volumes.remove(kept);
            LOG.info("volume={} snapshot={} is no longer kept", volume, kept.fullName());
        }
        if (gone.isEmpty()) {
            LOG.warn("volume={} the snapshot that was kept was not there to be removed", volume);
        }
        notes.remove(volume);
    }

    @Override
    public synchronized void sweep(Predicate<String> exists) {
        delta.releaseLeft();
        notes.all().stream()
                .filter(note -> !note.kept() || !exists.test(note.of().snapshot()))
                .forEach(this::giveUpOrWarn);
    }

    @Override
    public synchronized void relieve() {
        for (KeptCopy note : notes.all()) {
            try {
                Optional<ThinVolume> kept = note.kept() ? volumes.find(KeptThin.fullName(note)) : Optional.empty();
                if (kept.isPresent() && isShort(kept.get())) {
                    LOG.warn(
                            "volume={} less than {} % of its thin pool is free: what is kept to find changes is given up",
                            note.of().volume(), freePercentMin);
                    giveUpOrWarn(note);
                }
            } catch (Failure unknown) {
                LOG.debug("{} cannot be looked at: {}", note.path(), unknown.getMessage());
            }
        }
    }

    private void giveUpOrWarn(KeptCopy note) {
        try {
            giveUp(note);
        } catch (Failure failed) {
            LOG.warn("volume={} {}", note.of().volume(), failed.getMessage());
        }
    }

    private boolean isShort(ThinVolume volume) {
        MappedPool pool = volumes.pool(volume);
        return PERCENT - pool.usedPercent() < freePercentMin;
    }
}

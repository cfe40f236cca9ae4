package io.ebsnap.tracking;

import io.ebsnap.device.BlockSource;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.device.DirtyBitmaps;
import io.ebsnap.device.PointInTime;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.KeptCopy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Believes the dirty bitmap of an NBD server (QEMU) that bears the name of the parent snapshot: {@code snap-...}. Nobody makes such a bitmap by
 * accident, since the name is known only when the snapshot is made (the pre hook is told); QEMU keeps a bitmap that may have missed a write
 * from being exported. That it was begun no later than the snapshot's instant is whoever made it to answer for, so what it says is
 * {@code sampled}.
 *
 * <p>A note of the snapshot says whether the volume's bitmaps are trusted: without it, after a lie, they are not.
 */
public final class DirtyBitmapTracker implements ChangeTracker {

    private static final Logger LOG = LoggerFactory.getLogger(DirtyBitmapTracker.class);

    private final CopyNotes notes;

    /** @param state directory of the notes */
    public DirtyBitmapTracker(Path state) {
        this.notes = new CopyNotes(state, ".bitmap");
    }

    @Override
    public String name() {
        return "nbd-bitmap";
    }

    @Override
    public ChangeDetection.Way way() {
        return ChangeDetection.Way.SAMPLED;
    }

    @Override
    public Answer since(TrackedSnapshot parent, PointInTime instant) {
        if (!(instant.source() instanceof DirtyBitmaps bitmaps) || instant.method() != ConsistencyMethod.EXPORT) {
            return new Answer.Inapplicable();
        }
        if (!bitmaps.bitmaps().contains(parent.snapshot())) {
            return bitmaps.bitmaps().isEmpty()
                    ? new Answer.Inapplicable()
                    : new Answer.Doubt("the server has no dirty bitmap " + parent.snapshot());
        }
        Optional<KeptCopy> note = notes.find(parent.volume());
        if (note.isEmpty() || !note.get().kept() || !note.get().of().equals(parent.content())) {
            return new Answer.Doubt("its bitmaps are not trusted since " + parent.snapshot());
        }
        return new Answer.Known(new WrittenRanges(
                bitmaps, parent.snapshot(), instant.source().geometry().sizeBytes()));
    }

    @Override
    public synchronized void completed(TrackedSnapshot snapshot, PointInTime instant) {
        BlockSource source = instant.source();
        if (source instanceof DirtyBitmaps && instant.method() == ConsistencyMethod.EXPORT) {
            notes.put(new KeptCopy(true, snapshot.content(), 0, KeptCopy.Inode.NONE, source.name()));
        } else {
            forget(snapshot.volume());
        }
    }

    @Override
    public synchronized void forget(String volume) {
        notes.remove(volume);
    }

    @Override
    public synchronized void sweep(Predicate<String> exists) {
        for (KeptCopy note : notes.all()) {
            if (!exists.test(note.of().snapshot())) {
                removeOrWarn(note.of().volume());
            }
        }
    }

    private void removeOrWarn(String volume) {
        try {
            notes.remove(volume);
        } catch (Failure failed) {
            LOG.warn("volume={} {}", volume, failed.getMessage());
        }
    }
}

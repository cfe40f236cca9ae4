package io.ebsnap.tracking;

import io.ebsnap.device.ThinVolume;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.KeptCopy;

/** What the note of a kept copy says of a thin snapshot that is kept, {@code docs/format/kept-copy.md}. */
final class KeptThin {

    private KeptThin() {}

    /** A note of what is about to be kept. */
    static KeptCopy intended(KeptCopy.Content of, ThinVolume instant) {
        String path = instant.group() + "/ebsnap-kept-" + of.volume();
        return new KeptCopy(false, of, 0, KeptCopy.Inode.NONE, path);
    }

    /**
     * A note of what is kept.
     *
     * @param origin the volume that it is an instant of
     * @param mappedBytes what the pool holds of it
     */
    static KeptCopy kept(KeptCopy.Content of, ThinVolume kept, ThinVolume origin, long mappedBytes) {
        KeptCopy.Inode numbers = new KeptCopy.Inode(kept.thinId(), kept.sizeBytes(), kept.transaction(), mappedBytes);
        String path = String.join(" ", kept.fullName(), kept.uuid(), kept.poolUuid(), origin.uuid());
        return new KeptCopy(true, of, origin.thinId(), numbers, path);
    }

    /** {@code GROUP/NAME} of what was noted. */
    static String fullName(KeptCopy note) {
        return note.path().split(" ", 2)[0];
    }

    /** What the pool holds of it. */
    static long mappedBytes(KeptCopy note) {
        return note.inode().changedNanos();
    }

    /** Fails unless both are what was noted. */
    static void requireSame(KeptCopy note, ThinVolume kept, ThinVolume origin) {
        if (!kept.readOnly()) {
            throw new Failure.Conflict("the snapshot that was kept can be written to");
        }
        KeptCopy found = kept(note.of(), kept, origin, mappedBytes(note));
        if (!found.equals(note)) {
            throw new Failure.Conflict("the snapshot that was kept, its pool or its volume is another now");
        }
    }

    /** Fails unless one volume was made in the same pool after another, both as large as a third. */
    static void requireLater(ThinVolume before, ThinVolume now, ThinVolume origin) {
        if (!now.readOnly()) {
            throw new Failure.Conflict("the snapshot of the instant can be written to");
        }
        if (!now.poolUuid().equals(before.poolUuid()) || !now.originUuid().equals(origin.uuid())) {
            throw new Failure.Conflict("the snapshots are not of one pool and one volume");
        }
        if (now.sizeBytes() != before.sizeBytes()) {
            throw new Failure.Conflict("the snapshot that was kept has another size");
        }
        if (now.transaction() <= before.transaction()) {
            throw new Failure.Conflict(
                    "the pool's transaction " + now.transaction() + " does not follow " + before.transaction());
        }
    }
}

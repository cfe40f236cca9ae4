package io.ebsnap.check;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.format.ScrubFile;

/**
 * What a verification looks at.
 *
 * @param packs those that are read and proven
 * @param maps the snapshots whose block maps are walked, by their ids
 * @param repair whether a bad copy is replaced from a good one
 * @param bytesPerSecond at which packs are read at most; 0 for as fast as it goes
 */
record VerifyScope(Sample packs, Sample maps, boolean repair, long bytesPerSecond) {

    /** What somebody asks for: a part of the packs, and every block map. */
    static VerifyScope asked(Sample packs, boolean repair) {
        return new VerifyScope(packs, Sample.WHOLE, repair, 0);
    }

    /** What the daemon does by itself again and again: a part of all. */
    static VerifyScope scrub(int part, long bytesPerSecond) {
        Sample sample = new Sample(part, ScrubFile.PARTS);
        return new VerifyScope(sample, sample, true, bytesPerSecond);
    }

    /** The same where there is no other copy that one could be mended from. */
    static VerifyScope scrubOfOneCopy(int part, long bytesPerSecond) {
        Sample sample = new Sample(part, ScrubFile.PARTS);
        return new VerifyScope(sample, sample, false, bytesPerSecond);
    }

    /** Whether packs are read by one thread, which waits in between. */
    boolean isPaced() {
        return bytesPerSecond > 0;
    }

    boolean covers(SnapshotRecord snapshot) {
        return maps.covers(snapshot.snapshotId());
    }

    /** What is to be known afterwards of each part of the store, counted from 0: bytes that were read of it, -1 if it is not looked at as a whole. */
    long[] partsToBeRead() {
        long[] bytes = new long[ScrubFile.PARTS];
        for (int part = 0; part < bytes.length; part++) {
            boolean read = packs.parts() == 1 || (packs.parts() == bytes.length && packs.part() == part + 1);
            bytes[part] = read ? 0 : -1;
        }
        return bytes;
    }
}

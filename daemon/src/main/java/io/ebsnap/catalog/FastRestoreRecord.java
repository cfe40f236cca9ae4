package io.ebsnap.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Fast restore of a snapshot in a zone.
 *
 * @param snapshotId {@code snap-...}; it may be deleted meanwhile
 * @param availabilityZone where volumes are complete when they appear
 * @param state where it is in its life
 * @param stateTransitionReason why it came to that state, in EC2's words
 * @param message what is in the way, or was the end of it; else empty
 * @param ownerId 12-digit account that ordered it
 * @param sizeBytes of the snapshot
 * @param contentBytes of its blocks that are not holes: what an image takes on the disk
 * @param times of its states
 * @param credits for volumes, where they are counted
 */
public record FastRestoreRecord(
        String snapshotId,
        String availabilityZone,
        FastRestoreState state,
        String stateTransitionReason,
        String message,
        String ownerId,
        long sizeBytes,
        long contentBytes,
        FastRestoreTimes times,
        FastRestoreCredits credits)
        implements OwnedRecord {

    private static final int DIGEST_BYTES = 8;

    @Override
    public String catalogId() {
        return idOf(snapshotId, availabilityZone);
    }

    /** The id of the record of a snapshot in a zone, whose name may hold what an id may not. */
    public static String idOf(String snapshotId, String zone) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(zone.getBytes(StandardCharsets.UTF_8));
            return snapshotId + "-" + HexFormat.of().formatHex(Arrays.copyOf(digest, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same with another message. */
    public FastRestoreRecord saying(String words) {
        return new FastRestoreRecord(
                snapshotId,
                availabilityZone,
                state,
                stateTransitionReason,
                words,
                ownerId,
                sizeBytes,
                contentBytes,
                times,
                credits);
    }

    /** The same with another balance. */
    public FastRestoreRecord with(FastRestoreCredits balance) {
        return new FastRestoreRecord(
                snapshotId,
                availabilityZone,
                state,
                stateTransitionReason,
                message,
                ownerId,
                sizeBytes,
                contentBytes,
                times,
                balance);
    }

    /** The same in another state. */
    public FastRestoreRecord in(FastRestoreState next, FastRestoreTimes since, String reason, String words) {
        return new FastRestoreRecord(
                snapshotId, availabilityZone, next, reason, words, ownerId, sizeBytes, contentBytes, since, credits);
    }
}

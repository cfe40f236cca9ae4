package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

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
 * @param encryption of its image and the ready copies; null if these are in the clear
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
        FastRestoreCredits credits,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TargetEncryption encryption)
        implements OwnedRecord {

    private static final int DIGEST_BYTES = 8;
    private static final int SECTOR_BYTES = 512;

    /** One whose image is in the clear. */
    public FastRestoreRecord(
            String snapshotId,
            String availabilityZone,
            FastRestoreState state,
            String stateTransitionReason,
            String message,
            String ownerId,
            long sizeBytes,
            long contentBytes,
            FastRestoreTimes times,
            FastRestoreCredits credits) {
        this(
                snapshotId,
                availabilityZone,
                state,
                stateTransitionReason,
                message,
                ownerId,
                sizeBytes,
                contentBytes,
                times,
                credits,
                null);
    }

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

    /** How long its image is: an encrypted one is of whole sectors. */
    public long imageSizeBytes() {
        return encryption == null ? sizeBytes : Math.ceilDiv(sizeBytes, SECTOR_BYTES) * SECTOR_BYTES;
    }

    /** The same with an image that is encrypted so; null for one in the clear. */
    public FastRestoreRecord encrypted(@Nullable TargetEncryption as) {
        return changed(message, credits, as);
    }

    /** The same with another message. */
    public FastRestoreRecord saying(String words) {
        return changed(words, credits, encryption);
    }

    /** The same with another balance. */
    public FastRestoreRecord with(FastRestoreCredits balance) {
        return changed(message, balance, encryption);
    }

    /** The same in another state. */
    public FastRestoreRecord in(FastRestoreState next, FastRestoreTimes since, String reason, String words) {
        return new FastRestoreRecord(
                snapshotId,
                availabilityZone,
                next,
                reason,
                words,
                ownerId,
                sizeBytes,
                contentBytes,
                since,
                credits,
                encryption);
    }

    private FastRestoreRecord changed(String words, FastRestoreCredits balance, @Nullable TargetEncryption as) {
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
                balance,
                as);
    }
}

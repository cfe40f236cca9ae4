package io.ebsnap.aws.ec2;

import io.ebsnap.api.Attachment;
import io.ebsnap.api.Hydration;
import io.ebsnap.api.InitializationStatus;
import io.ebsnap.api.ServedVolume;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumePerformance;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Volumes as the control protocol shows them. */
final class TestVolumes {

    private TestVolumes() {}

    /** One that is attached since so many seconds after the epoch. */
    static Volume attached(String id, String device, long since) {
        return attached(new Attachment(
                id, device, "attached", Instant.ofEpochSecond(since), "fuse", false, false, null, null, null));
    }

    /** One that is attached under a name. */
    static Volume named(String id, String device, String deviceName, long since) {
        return attached(new Attachment(
                id,
                device,
                "attached",
                Instant.ofEpochSecond(since),
                "fuse",
                false,
                false,
                null,
                deviceName,
                "/dev/ebsnap/link"));
    }

    private static Volume attached(Attachment attachment) {
        return volume(attachment.volumeId(), "in-use", List.of(attachment), served("completed", null));
    }

    static Volume volume(String id, String state, List<Attachment> attachments, @Nullable ServedVolume served) {
        return new Volume(
                id,
                1,
                state,
                Instant.EPOCH,
                attachments,
                List.of(),
                null,
                served == null ? "registered" : "managed",
                4L << 20,
                null,
                null,
                served);
    }

    /**
     * What only a volume of the daemon's has.
     *
     * @param phase of its hydration
     * @param snapshotId that it is of; null for none
     */
    static ServedVolume served(String phase, @Nullable String snapshotId) {
        return served(phase, snapshotId, null);
    }

    /** A copy of a volume, whose content is arriving. */
    static ServedVolume copyOf(String sourceVolumeId) {
        return served("running", null, sourceVolumeId);
    }

    /** One of which tools have asked something. */
    static ServedVolume performing(VolumePerformance performance) {
        return served("completed", null, null, performance);
    }

    private static ServedVolume served(String phase, @Nullable String snapshotId, @Nullable String sourceVolumeId) {
        return served(phase, snapshotId, sourceVolumeId, null);
    }

    private static ServedVolume served(
            String phase,
            @Nullable String snapshotId,
            @Nullable String sourceVolumeId,
            @Nullable VolumePerformance performance) {
        return new ServedVolume(
                "b",
                snapshotId,
                snapshotId == null ? null : false,
                null,
                null,
                snapshotId == null ? null : new InitializationStatus("default", 40, 7L),
                false,
                null,
                "/target",
                List.of(),
                new Hydration(phase, 100, 40, 1, 0, 7L, null, null),
                null,
                null,
                sourceVolumeId,
                performance);
    }
}

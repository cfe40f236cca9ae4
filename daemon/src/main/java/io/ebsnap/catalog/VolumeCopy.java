package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * That a managed volume is a copy of another one.
 *
 * @param sourceVolumeId of which
 * @param snapshotId what it was made of, which is gone since; null until it is made
 * @param message why it could not be made; else empty
 */
public record VolumeCopy(
        String sourceVolumeId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String snapshotId,
        String message) {

    /** One that is to be made. */
    public static VolumeCopy of(String sourceVolumeId) {
        return new VolumeCopy(sourceVolumeId, null, "");
    }

    /** The same, made. */
    public VolumeCopy made(String ofSnapshot) {
        return new VolumeCopy(sourceVolumeId, ofSnapshot, "");
    }

    /** The same, which will not be made. */
    public VolumeCopy failed(String why) {
        return new VolumeCopy(sourceVolumeId, null, why);
    }
}

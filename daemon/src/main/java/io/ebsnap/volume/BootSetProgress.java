package io.ebsnap.volume;

import io.ebsnap.catalog.VolumeArrival;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the part of a volume has come that is wanted first: the recorded first-touch order of earlier volumes, and file-system metadata.
 *
 * @param bytesTotal of the blocks in it that must be filled
 * @param bytesPresent of those that the target holds
 * @param time when it was all there, durably; empty before
 */
public record BootSetProgress(long bytesTotal, long bytesPresent, Optional<Instant> time) {

    /** It is there. */
    static BootSetProgress of(VolumeArrival arrival) {
        return new BootSetProgress(arrival.bytes(), arrival.bytes(), Optional.of(arrival.time()));
    }
}

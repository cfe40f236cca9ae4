package io.ebsnap.catalog;

import java.time.Instant;

/**
 * That a managed volume is being moved to another zone, or was to be.
 *
 * @param state how far it is
 * @param zone the other one: that it moves to, and once it is {@code optimizing} that it came from
 * @param target there
 * @param startTime when it was ordered
 * @param message why it failed; else empty
 */
public record VolumeMove(
        VolumeMoveState state, String zone, VolumeTargetRecord target, Instant startTime, String message) {

    /** The same, over. */
    public VolumeMove failed(String why) {
        return new VolumeMove(VolumeMoveState.FAILED, zone, target, startTime, why);
    }
}

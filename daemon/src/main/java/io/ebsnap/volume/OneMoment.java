package io.ebsnap.volume;

import io.ebsnap.device.AtRest;
import java.util.Optional;

/** Brings about the moment at which the instant of volumes is fixed, together with that of others. */
@FunctionalInterface
public interface OneMoment {

    /** Nobody else's. */
    OneMoment ALONE = volumes -> volumes.pass(Optional.empty());

    /**
     * Calls {@code volumes} once, at that moment.
     *
     * @param volumes fixes the instant of the volumes, whose users wait meanwhile
     */
    void come(AtRest volumes);
}

package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import java.util.List;

/** The zones that volumes lie in. Safe for use by several threads. */
public interface VolumeZones {

    /** The one that volumes lie in for which no other is named. */
    Zone first();

    /** The others, in the order in which they were added. */
    List<Zone> added();

    /**
     * Makes sure that the file system of a zone is there now.
     *
     * @throws Failure.Unavailable if it is not
     */
    void requireThere(Zone zone);

    /**
     * Makes sure that new volumes may be made in a zone.
     *
     * @throws Failure.Conflict if they may not, because it is being taken out of use
     */
    void requireOpen(Zone zone);

    /** One zone only, which is always there. */
    static VolumeZones only(Zone zone) {
        return new VolumeZones() {
            @Override
            public Zone first() {
                return zone;
            }

            @Override
            public List<Zone> added() {
                return List.of();
            }

            @Override
            public void requireThere(Zone any) {
                // Whatever it lacks is found out by whoever needs it.
            }

            @Override
            public void requireOpen(Zone any) {
                // Nobody can take it out of use.
            }
        };
    }
}

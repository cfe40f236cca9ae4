package io.ebsnap.volume;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A place for volumes.
 *
 * @param name as users know it
 * @param directory where its volumes' files lie; made when it is first needed
 * @param thin its logical volumes; empty where there is no LVM
 * @param inReplica whether the directory lies in that of a replica of the store, which is never made: where it is not there, something is not mounted
 */
public record Zone(String name, Path directory, Optional<ThinZone> thin, boolean inReplica) {

    /** The first zone, whose directory may be anywhere. */
    public Zone(String name, Path directory, Optional<ThinZone> thin) {
        this(name, directory, thin, false);
    }

    /** A zone that has nothing but files. */
    public Zone(String name, Path directory) {
        this(name, directory, Optional.empty());
    }
}

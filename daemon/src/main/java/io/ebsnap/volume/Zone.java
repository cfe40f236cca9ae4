package io.ebsnap.volume;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A place for volumes.
 *
 * @param name as users know it
 * @param directory where its volumes' files lie; made when it is first needed
 * @param thin its logical volumes; empty where there is no LVM
 */
public record Zone(String name, Path directory, Optional<ThinZone> thin) {

    /** A zone that has nothing but files. */
    public Zone(String name, Path directory) {
        this(name, directory, Optional.empty());
    }
}

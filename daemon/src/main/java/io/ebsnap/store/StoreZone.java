package io.ebsnap.store;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A zone at one moment.
 *
 * @param name by which people know it
 * @param id of its replica; empty while the store has only ever had one zone
 * @param directory of its replica
 * @param state how it does
 * @param message what is wrong, or what is done; may be empty
 * @param percent how far it is while it is being brought level
 * @param freeBytes of its file system, if that can be asked
 */
public record StoreZone(
        String name,
        String id,
        Path directory,
        ZoneState state,
        String message,
        OptionalInt percent,
        OptionalLong freeBytes) {

    /** The directory within a zone's in which volumes lie; no object's name begins so. */
    public static final String VOLUMES = "volumes";

    /** Where the zone's volumes lie, if it is not the first one. */
    public Path volumes() {
        return directory.resolve(VOLUMES);
    }

    /** The same with something more to say. */
    public StoreZone saying(String more) {
        return new StoreZone(
                name, id, directory, state, message.isEmpty() ? more : message + "; " + more, percent, freeBytes);
    }
}

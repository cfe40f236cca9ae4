package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * A region of this machine: a store with everything over it, and the daemon that serves it.
 *
 * @param regionName by which people know it
 * @param state {@link #AVAILABLE} if its daemon answers, else {@link #UNAVAILABLE}
 * @param message why no daemon answers
 * @param endpoint path of the daemon's Unix socket
 * @param version of the daemon
 * @param storeId 32 hexadecimal digits
 * @param dataDirectory where everything is
 */
public record Region(
        String regionName,
        String state,
        @Nullable String message,
        String endpoint,
        @Nullable String version,
        @Nullable String storeId,
        @Nullable String dataDirectory) {

    /** The state of a region whose daemon answers. */
    public static final String AVAILABLE = "available";

    /** The state of a region whose daemon does not. */
    public static final String UNAVAILABLE = "unavailable";
}

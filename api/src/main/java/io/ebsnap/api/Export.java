package io.ebsnap.api;

import java.util.List;

/**
 * A volume or snapshot that is served by NBD.
 *
 * @param name by which a client asks for it
 * @param resourceId {@code vol-...} or {@code snap-...}
 * @param readOnly whether nobody may change it
 * @param sizeInBytes how long it is
 * @param uris under which clients reach it
 * @param peers who may use it, {@code user:NAME}, {@code certificate:NAME} or {@code key:NAME}; whoever reaches the server when empty
 */
public record Export(
        String name, String resourceId, boolean readOnly, long sizeInBytes, List<String> uris, List<String> peers) {}

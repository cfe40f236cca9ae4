package io.ebsnap.volume;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A volume or snapshot that is served by NBD.
 *
 * @param name by which clients ask for it
 * @param resourceId {@code vol-...} or {@code snap-...}
 * @param readOnly whether nobody may change it
 * @param sizeBytes how long it is now
 * @param uris under which clients reach it, such as {@code nbd+unix:///NAME?socket=PATH}; empty if the server has no address
 * @param peers who may use it; whoever reaches the server when empty
 * @param ownerId 12-digit account; null for the administrator's
 */
public record VolumeExport(
        String name,
        String resourceId,
        boolean readOnly,
        long sizeBytes,
        List<String> uris,
        List<ExportPeer> peers,
        @Nullable String ownerId) {

    public VolumeExport {
        uris = List.copyOf(uris);
        peers = List.copyOf(peers);
    }
}

package io.ebsnap.nbd;

import io.ebsnap.volume.DataPlane;
import java.util.List;

/** What a server serves. Called by the threads of its connections, any number at a time; an answer may take as long as opening does. */
public interface Exports {

    /**
     * An export in a list.
     *
     * @param name as for {@link #open}
     * @param description one line for a person, or empty
     */
    record Entry(String name, String description) {}

    /**
     * An export that is open for one connection.
     *
     * @param plane closed by the server when the connection ends; its name tells which connections share an export
     * @param readOnly whether this connection may change nothing, whatever the plane allows
     * @param description one line for a person, or empty
     */
    record Opened(DataPlane plane, boolean readOnly, String description) {}

    /** The exports that a peer may use, in the order in which it is to see them. */
    List<Entry> list(Peer peer);

    /**
     * Opens an export for a connection.
     *
     * @param name at most {@link ServerLimits#EXPORT_NAME_BYTES_MAX} bytes; empty for the export that is meant when none is named
     * @throws io.ebsnap.failure.Failure.NotFound if there is none
     * @throws io.ebsnap.failure.Failure.Denied if the peer may not use it
     */
    Opened open(String name, Peer peer);
}

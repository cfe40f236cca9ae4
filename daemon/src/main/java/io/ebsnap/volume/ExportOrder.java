package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something to be served by NBD.
 *
 * @param resourceId {@code vol-...} of a managed volume, or {@code snap-...}
 * @param name by which clients ask for it: 1 to 64 letters, digits and {@code ._-}, so that it stands in a URI as it is
 * @param readOnly whether nobody may change it; a snapshot never is changed
 * @param peers who may use it, at most {@link #PEERS_MAX}; whoever reaches the server when empty
 * @param ownerId 12-digit account that it will belong to; null for the administrator's
 */
public record ExportOrder(
        String resourceId,
        String name,
        boolean readOnly,
        List<ExportPeer> peers,
        @Nullable String ownerId) {

    /** How many peers an export names at most. */
    public static final int PEERS_MAX = 64;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Checks it. */
    public ExportOrder {
        if (!NAME.matcher(name).matches()) {
            throw new Failure.Invalid(
                    "'" + name + "' cannot be an export's name",
                    "a name has 1 to 64 letters, digits and ._- and begins with a letter or digit");
        }
        if (peers.size() > PEERS_MAX) {
            throw new Failure.Invalid(peers.size() + " peers are more than " + PEERS_MAX);
        }
        peers = List.copyOf(peers);
    }

    /** An order of the administrator. */
    public ExportOrder(String resourceId, String name, boolean readOnly, List<ExportPeer> peers) {
        this(resourceId, name, readOnly, peers, null);
    }
}

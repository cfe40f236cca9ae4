package io.ebsnap.nbd;

import io.ebsnap.failure.Failure;
import java.util.Set;

/**
 * Who may use an export, and for what. Root and the members of a socket's group came through the gate of the socket before.
 *
 * @param readOnly whether nobody may change it
 * @param who may use it
 */
public record ExportAccess(boolean readOnly, Who who) {

    /** Everybody who reaches the server. */
    public static final Who ANYONE = new Anyone();

    /** A set of peers. */
    public sealed interface Who {
        /** Whether a peer is of the set. */
        boolean includes(Peer peer);
    }

    /** Everybody who reaches the server. */
    public record Anyone() implements Who {
        @Override
        public boolean includes(Peer peer) {
            return true;
        }
    }

    /**
     * Only those who are named; nobody if all sets are empty.
     *
     * @param users log-in names of this machine's users; root is always among them
     * @param certificates names of client certificates, compared to the letter
     * @param keys names of users of pre-shared keys, likewise
     */
    public record Only(Set<String> users, Set<String> certificates, Set<String> keys) implements Who {

        private static final String ROOT = "root";

        public Only {
            users = Set.copyOf(users);
            certificates = Set.copyOf(certificates);
            keys = Set.copyOf(keys);
        }

        @Override
        public boolean includes(Peer peer) {
            return switch (peer) {
                case Peer.LocalUser local -> local.user().equals(ROOT) || users.contains(local.user());
                case Peer.Certified certified -> certified.names().stream().anyMatch(certificates::contains);
                case Peer.KeyHolder holder -> keys.contains(holder.user());
                case Peer.Anonymous unused -> false;
            };
        }
    }

    /**
     * Lets a peer in or not.
     *
     * @throws Failure.Denied if it may not use the export
     */
    public void require(String export, Peer peer) {
        if (!who.includes(peer)) {
            throw new Failure.Denied(peer.describe() + " may not use the export '" + export + "'");
        }
    }
}

package io.ebsnap.nbd;

import io.ebsnap.failure.Failure;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/** Where a server listens. */
public sealed interface ListenAddress {

    /** For messages. */
    String describe();

    /** What STARTTLS gives, if there is TLS. */
    Optional<Encryption> tls();

    /** Whether nothing is answered without TLS. */
    boolean tlsRequired();

    /**
     * A Unix socket, of mode 0660. Root, the daemon's own user and the members of a group may connect.
     *
     * @param path absolute
     * @param group that it belongs to; where there is no such group, nobody more may
     */
    record Unix(Path path, String group) implements ListenAddress {
        @Override
        public String describe() {
            return path.toString();
        }

        @Override
        public Optional<Encryption> tls() {
            return Optional.empty();
        }

        @Override
        public boolean tlsRequired() {
            return false;
        }
    }

    /**
     * A TCP port. Without TLS it must be one of the loopback, unless that is allowed on purpose; with TLS, it is required unless that is
     * allowed.
     *
     * @param address port 0 for any that is free
     * @param tls the server's certificate and whose it accepts, or the keys that it shares with clients
     * @param plainAllowed whether clients may do without TLS
     */
    record Tcp(InetSocketAddress address, Optional<Encryption> tls, boolean plainAllowed) implements ListenAddress {

        public Tcp {
            if (address.isUnresolved()) {
                throw new Failure.Invalid("the address " + address + " to listen at is not known");
            }
            if (tls.isEmpty() && !plainAllowed && !address.getAddress().isLoopbackAddress()) {
                throw new Failure.Invalid(
                        "listening at " + address + " without TLS would show all data to the network",
                        "give it a certificate and key or pre-shared keys, listen at 127.0.0.1, or allow it expressly");
            }
        }

        @Override
        public String describe() {
            return address.toString();
        }

        @Override
        public boolean tlsRequired() {
            return tls.isPresent() && !plainAllowed;
        }
    }
}

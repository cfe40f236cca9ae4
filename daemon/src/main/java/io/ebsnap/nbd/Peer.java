package io.ebsnap.nbd;

import java.util.Set;

/** Who is at the other end of a connection, as far as that is proven. */
public sealed interface Peer {

    /** For the log: no more than what the peer itself has said or the kernel knows. */
    String describe();

    /**
     * A user of this machine; the kernel says so.
     *
     * @param user log-in name
     */
    record LocalUser(String user) implements Peer {
        @Override
        public String describe() {
            return "user " + user;
        }
    }

    /**
     * A client whose certificate the listener's authority has signed.
     *
     * @param names its common name and the names that it is also known by
     */
    record Certified(Set<String> names) implements Peer {
        public Certified {
            names = Set.copyOf(names);
        }

        @Override
        public String describe() {
            return "certificate " + String.join(",", names);
        }
    }

    /**
     * A client that has the key of a user whom the server shares it with.
     *
     * @param user as the server's file of keys names it
     */
    record KeyHolder(String user) implements Peer {
        @Override
        public String describe() {
            return "key of " + user;
        }
    }

    /**
     * Somebody of whom only the address is known.
     *
     * @param address as text
     */
    record Anonymous(String address) implements Peer {
        @Override
        public String describe() {
            return "address " + address;
        }
    }
}

package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import java.util.Arrays;
import java.util.Locale;

/**
 * Somebody who may use an export.
 *
 * @param kind of proof that it is them
 * @param name 1 to 256 characters without control characters: a log-in name of this machine, a name of a client's certificate, or a
 *     user of a pre-shared key
 */
public record ExportPeer(Kind kind, String name) {

    private static final int NAME_LENGTH_MAX = 256;
    private static final String HINT = "a peer is user:NAME, a user of this machine, certificate:NAME, or key:NAME";

    /** What proves who a peer is. */
    public enum Kind {
        /** The kernel knows which user is at the other end of a Unix socket. */
        USER,
        /** An authority has signed the client's certificate. */
        CERTIFICATE,
        /** The client has the key that the server shares with a user. */
        KEY;

        /** In lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks it. */
    public ExportPeer {
        boolean printable = name.codePoints().noneMatch(Character::isISOControl);
        if (name.isBlank() || name.length() > NAME_LENGTH_MAX || !printable) {
            throw new Failure.Invalid("a peer's name has 1 to " + NAME_LENGTH_MAX + " printable characters", HINT);
        }
    }

    /**
     * Reads {@code user:NAME}, {@code certificate:NAME} or {@code key:NAME}.
     *
     * @throws Failure.Invalid if it is none of them
     */
    public static ExportPeer parse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? "" : text.substring(0, colon);
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .map(kind -> new ExportPeer(kind, text.substring(colon + 1)))
                .orElseThrow(() -> new Failure.Invalid("'" + text + "' is no peer", HINT));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return kind.word() + ":" + name;
    }
}

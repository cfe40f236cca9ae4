package io.ebsnap.audit;

/**
 * Who does something.
 *
 * @param name {@code user:NAME} of a user of this machine, or {@code daemon}
 * @param accountId 12 digits
 */
public record Principal(String name, String accountId) {

    /** A user of this machine. */
    public static Principal user(String name, String accountId) {
        return new Principal("user:" + name, accountId);
    }

    /** The daemon itself. */
    public static Principal daemon(String accountId) {
        return new Principal("daemon", accountId);
    }
}

package io.ebsnap.audit;

/**
 * Who does something.
 *
 * @param name {@code user:NAME} of a user of this machine, {@code access-key:ID}, or {@code daemon}
 * @param accountId 12 digits
 */
public record Principal(String name, String accountId) {

    /** A user of this machine. */
    public static Principal user(String name, String accountId) {
        return new Principal("user:" + name, accountId);
    }

    /** Whoever has signed with an access key. */
    public static Principal accessKey(String accessKeyId, String accountId) {
        return new Principal("access-key:" + accessKeyId, accountId);
    }

    /** The daemon itself. */
    public static Principal daemon(String accountId) {
        return new Principal("daemon", accountId);
    }
}

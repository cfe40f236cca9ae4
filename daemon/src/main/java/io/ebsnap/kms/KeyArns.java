package io.ebsnap.kms;

import io.ebsnap.identity.KeyId;

/**
 * The ARNs of keys and aliases.
 *
 * @param region that the store is called
 * @param accountId 12-digit account of the daemon
 */
public record KeyArns(String region, String accountId) {

    /** The ARN of a key of the daemon's account, by its id. */
    public String of(String key) {
        return prefix("") + "key/" + key;
    }

    /** The ARN of a key of the daemon's account. */
    public String of(KeyId key) {
        return of(key.toString());
    }

    /**
     * The ARN of a key.
     *
     * @param owner 12-digit account; empty for the daemon's
     */
    public String of(KeyId key, String owner) {
        return prefix(owner) + "key/" + key;
    }

    /** The ARN of an alias. */
    public String ofAlias(String alias) {
        return prefix("") + alias;
    }

    private String prefix(String owner) {
        return "arn:aws:kms:" + region + ":" + (owner.isEmpty() ? accountId : owner) + ":";
    }
}

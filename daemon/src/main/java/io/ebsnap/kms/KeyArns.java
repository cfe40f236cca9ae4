package io.ebsnap.kms;

import io.ebsnap.identity.KeyId;

/**
 * The ARNs of keys and aliases.
 *
 * @param region that the store is called
 * @param accountId 12-digit account of the daemon
 */
public record KeyArns(String region, String accountId) {

    /**
     * The ARN of a key, by its id.
     *
     * @param owner 12-digit account; empty for the daemon's
     */
    public String of(String key, String owner) {
        return prefix(owner) + "key/" + key;
    }

    /**
     * The ARN of a key.
     *
     * @param owner 12-digit account; empty for the daemon's
     */
    public String of(KeyId key, String owner) {
        return prefix(owner) + "key/" + key;
    }

    /**
     * The ARN of an alias.
     *
     * @param owner 12-digit account; empty for the daemon's
     */
    public String ofAlias(String alias, String owner) {
        return prefix(owner) + alias;
    }

    private String prefix(String owner) {
        return "arn:aws:kms:" + region + ":" + (owner.isEmpty() ? accountId : owner) + ":";
    }
}

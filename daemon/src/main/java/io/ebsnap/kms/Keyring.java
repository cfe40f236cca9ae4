package io.ebsnap.kms;

import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import java.util.List;

/**
 * The keys in use: KMS keys by id or alias, and the domain keys they wrap. Safe for use by several threads.
 */
public interface Keyring {

    /**
     * The keys of a domain, for whoever begins to use them.
     *
     * @return owned by the keyring: not to be closed by the caller
     * @throws io.ebsnap.failure.Failure.Denied if the KMS key that wraps it is disabled, about to be deleted, deleted or not in this keystore
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such domain
     */
    DomainKeys keysOf(DomainId domain);

    /**
     * The keys of a domain, for whoever goes on with what was begun: once they are open, they stay so though the KMS key is disabled, until
     * it is deleted.
     *
     * @return as of {@link #keysOf}
     * @throws io.ebsnap.failure.Failure.Denied if they are not open and cannot be opened
     */
    default DomainKeys keysInUse(DomainId domain) {
        return keysOf(domain);
    }

    /** The store's own domain, which seals the catalog. */
    DomainId storeDomain();

    /**
     * The domain of a KMS key; made, and durable in the catalog, when the key is first used.
     *
     * @throws io.ebsnap.failure.Failure.Denied if the key may not be used
     */
    DomainId domainFor(KeyId key);

    /**
     * The KMS key that a text names: a key id, an alias ({@code alias/aws/ebs}) or an ARN of either.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none
     */
    KeyId resolve(String keyOrAlias);

    /** All KMS keys, without their material. */
    List<KeyMetadata> keys();
}

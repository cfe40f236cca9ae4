package io.ebsnap.kms;

import io.ebsnap.format.KeyGrant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What keys say of others' use of what is sealed under them. Keys are named by their ids. Safe for use by several threads. */
public final class KeySharing {

    private static final String DECRYPT = "Decrypt";
    private static final String CONTEXT = "aws:ebs:id";

    /** A grant of this name is made once for each key and account. */
    private static final String GRANT_NAME = "ebsnap-snapshot-share";

    private final Keystore keystore;
    private final KmsGrants grants;

    public KeySharing(Keystore keystore, KmsGrants grants) {
        this.keystore = keystore;
        this.grants = grants;
    }

    /** Whether a key is the default one of its account. */
    public boolean isDefault(String key) {
        return find(key)
                .filter(found -> found.aliases().contains(KeyAliases.DEFAULT))
                .isPresent();
    }

    /** Whether a key is the store's own: what is under it is what EC2 calls unencrypted. */
    public boolean isStores(String key) {
        return find(key)
                .filter(found -> found.aliases().contains(KeyAliases.STORE))
                .isPresent();
    }

    /**
     * Whether an account has a grant to decrypt under a key.
     *
     * @param snapshotId the encryption context of what is to be read
     */
    public boolean mayDecrypt(String key, String account, String snapshotId) {
        return find(key).stream()
                .flatMap(found -> found.grants().stream())
                .anyMatch(grant -> KmsGrants.allows(grant, account, DECRYPT, Map.of(CONTEXT, snapshotId)));
    }

    /** Gives an account a grant to decrypt under a key, durably. */
    public void grantDecrypt(String key, String account) {
        KeyGrant unused = grants.create(
                key, new KmsGrants.Wanted(account, List.of(DECRYPT), KmsGrants.Constraints.NONE, GRANT_NAME));
    }

    private Optional<KeyMetadata> find(String key) {
        return keystore.keys().stream()
                .filter(known -> known.id().toString().equals(key))
                .findFirst();
    }
}

package io.ebsnap.kms;

/**
 * All that can be done with KMS keys.
 *
 * @param keystore where they are kept
 * @param keys from their making to the order to delete them
 * @param aliases of them
 * @param rotation of their material
 * @param grants to use them
 * @param operations that seal and open under them directly
 * @param uses of them
 * @param duties what is due without anybody asking
 * @param defaults of the region
 * @param arns of them
 * @param owner whose they are that are seen
 */
public record KeyServices(
        Keystore keystore,
        KmsKeys keys,
        KmsAliases aliases,
        KmsRotation rotation,
        KmsGrants grants,
        CryptographicOperations operations,
        KeyUses uses,
        KeyDuties duties,
        RegionDefaults defaults,
        KeyArns arns,
        KeyOwner owner) {

    /** Everything over one keystore and keyring. */
    public static KeyServices of(
            Keystore keystore, KeystoreKeyring keyring, Names names, KeyDuties.Surroundings surroundings) {
        KmsRotation rotation = new KmsRotation(keystore, keyring, surroundings.crashPoints());
        return new KeyServices(
                keystore,
                new KmsKeys(keystore, keyring, surroundings.crashPoints(), surroundings.objection()),
                new KmsAliases(keystore, surroundings.crashPoints()),
                rotation,
                new KmsGrants(keystore, surroundings.crashPoints()),
                new CryptographicOperations(keystore),
                new KeyUses(keyring),
                new KeyDuties(keystore, keyring, rotation, surroundings),
                new RegionDefaults(keyring.catalog(), keystore, names.defaultKey(), surroundings.crashPoints()),
                names.arns(),
                new KeyOwner(keystore, names.arns().accountId(), null));
    }

    /** The same, of one account. */
    public KeyServices of(String account) {
        return new KeyServices(
                keystore,
                keys,
                aliases,
                rotation,
                grants,
                operations,
                uses,
                duties,
                defaults,
                arns,
                new KeyOwner(keystore, arns.accountId(), account));
    }

    /** The key of snapshots for which no other is named. */
    public String defaultKeyName() {
        return owner.recorded().isEmpty()
                ? defaults.keyName()
                : keys.defaultOf(owner).id().toString();
    }

    /** The ARN of a key by its id, whosever it is. */
    public String arnOf(String key) {
        return arns.of(key, keystore.accountOf(key));
    }

    /**
     * What things are called.
     *
     * @param arns of keys and aliases
     * @param defaultKey id, alias or ARN of the key of snapshots when nothing else was said
     */
    public record Names(KeyArns arns, String defaultKey) {}
}

package io.ebsnap.kms;

/**
 * All that can be done with KMS keys.
 *
 * @param keystore where they are kept
 * @param keys from their making to the order to delete them
 * @param aliases of them
 * @param rotation of their material
 * @param grants to use them
 * @param uses of them
 * @param duties what is due without anybody asking
 * @param defaults of the region
 * @param arns of them
 */
public record KeyServices(
        Keystore keystore,
        KmsKeys keys,
        KmsAliases aliases,
        KmsRotation rotation,
        KmsGrants grants,
        KeyUses uses,
        KeyDuties duties,
        RegionDefaults defaults,
        KeyArns arns) {

    /** Everything over one keystore and keyring. */
    public static KeyServices of(
            Keystore keystore, KeystoreKeyring keyring, Names names, KeyDuties.Surroundings surroundings) {
        KmsRotation rotation = new KmsRotation(keystore, keyring, surroundings.crashPoints());
        return new KeyServices(
                keystore,
                new KmsKeys(keystore, keyring, surroundings.crashPoints()),
                new KmsAliases(keystore, surroundings.crashPoints()),
                rotation,
                new KmsGrants(keystore, surroundings.crashPoints()),
                new KeyUses(keyring),
                new KeyDuties(keystore, keyring, rotation, surroundings),
                new RegionDefaults(keyring.catalog(), keystore, names.defaultKey(), surroundings.crashPoints()),
                names.arns());
    }

    /**
     * What things are called.
     *
     * @param arns of keys and aliases
     * @param defaultKey id, alias or ARN of the key of snapshots when nothing else was said
     */
    public record Names(KeyArns arns, String defaultKey) {}
}

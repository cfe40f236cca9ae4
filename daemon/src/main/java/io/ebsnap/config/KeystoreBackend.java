package io.ebsnap.config;

/** Where the material of new KMS keys is made for which nothing else is said. */
public enum KeystoreBackend {
    /** In the keystore file. */
    LOCAL,
    /** In the PKCS#11 token. */
    PKCS11
}

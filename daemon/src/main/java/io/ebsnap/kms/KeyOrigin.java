package io.ebsnap.kms;

/** Where the material of a KMS key is made and stays, by KMS's words. */
public enum KeyOrigin {
    /** In the keystore file, sealed under its root. */
    AWS_KMS,
    /** In a PKCS#11 token, which wraps and unwraps with it; the keystore file only names it. */
    AWS_CLOUDHSM
}

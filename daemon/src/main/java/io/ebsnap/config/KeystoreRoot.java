package io.ebsnap.config;

/** What opens the keystore. */
public enum KeystoreRoot {
    /** A root-only file of at least 32 random bytes; made at the first start. */
    KEY_FILE,
    /** A root-only file whose content is the passphrase, without the ends of line at its end. */
    PASSPHRASE_FILE,
    /** A credential that systemd hands to the service. */
    CREDENTIAL;

    /** As it is written in the file. */
    public String word() {
        return Parsers.word(this);
    }
}

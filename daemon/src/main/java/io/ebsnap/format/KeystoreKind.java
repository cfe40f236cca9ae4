package io.ebsnap.format;

import java.nio.charset.StandardCharsets;

/** The two files of one layout: see {@link KeystoreFile}. */
public enum KeystoreKind {
    /** The keystore that the daemon works with. */
    KEYSTORE("EBSNKEYS", "keystore"),
    /** The same keys, sealed under a passphrase of their own and kept elsewhere. */
    RECOVERY("EBSNRECV", "recovery file");

    private final String magic;
    private final String word;

    KeystoreKind(String magic, String word) {
        this.magic = magic;
        this.word = word;
    }

    /** What a person calls it. */
    public String word() {
        return word;
    }

    byte[] magic() {
        return magic.getBytes(StandardCharsets.US_ASCII);
    }
}

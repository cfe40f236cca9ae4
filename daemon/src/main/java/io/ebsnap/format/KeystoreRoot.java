package io.ebsnap.format;

/** What a keystore is sealed under. The codes are those of {@code docs/format/keystore.md}. */
public enum KeystoreRoot {
    /** A passphrase, through Argon2id. */
    PASSPHRASE(1, "a passphrase"),
    /** The content of a key file or of a systemd credential. */
    KEY_FILE(2, "a key file or credential");

    private final int code;
    private final String words;

    KeystoreRoot(int code, String words) {
        this.code = code;
        this.words = words;
    }

    /** The byte that stands for it on disk. */
    public int code() {
        return code;
    }

    /** What a person calls it. */
    public String words() {
        return words;
    }
}

package io.ebsnap.format;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The unsealed head of a keystore or recovery file: all that is needed to derive the key of its body. Immutable. The layout stands at
 * {@link KeystoreFile}.
 */
public final class KeystoreHeader {

    /** Length of the salt in bytes. */
    public static final int SALT_BYTES = 16;

    /** Length of the nonce in bytes. */
    public static final int NONCE_BYTES = 12;

    static final int BYTES = 56;

    /** The version of what is written. */
    static final int VERSION = 3;

    /** The oldest version that is read. */
    static final int VERSION_MIN = 1;

    private final int version;
    private final KeystoreKind kind;
    private final Optional<PassphraseCost> cost;
    private final byte[] salt;
    private final byte[] nonce;

    private KeystoreHeader(int version, KeystoreKind kind, Optional<PassphraseCost> cost, byte[] salt, byte[] nonce) {
        if (salt.length != SALT_BYTES || nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("salt of " + salt.length + ", nonce of " + nonce.length + " bytes");
        }
        this.version = version;
        this.kind = kind;
        this.cost = cost;
        this.salt = salt.clone();
        this.nonce = nonce.clone();
    }

    /**
     * A head of the newest version.
     *
     * @param cost of the passphrase; empty for a key file or credential
     * @param salt {@link #SALT_BYTES} random bytes, new for each file written
     * @param nonce {@link #NONCE_BYTES} random bytes, new for each file written
     */
    public static KeystoreHeader of(KeystoreKind kind, Optional<PassphraseCost> cost, byte[] salt, byte[] nonce) {
        return new KeystoreHeader(VERSION, kind, cost, salt, nonce);
    }

    /** The same of another version. */
    KeystoreHeader of(int otherVersion) {
        return new KeystoreHeader(otherVersion, kind, cost, salt, nonce);
    }

    /** The version of the file. */
    public int version() {
        return version;
    }

    /** Which of the two files it is. */
    public KeystoreKind kind() {
        return kind;
    }

    /** What the body is sealed under. */
    public KeystoreRoot root() {
        return cost.isPresent() ? KeystoreRoot.PASSPHRASE : KeystoreRoot.KEY_FILE;
    }

    /** What deriving the key costs; empty for a key file or credential. */
    public Optional<PassphraseCost> cost() {
        return cost;
    }

    /** A copy of the salt. */
    public byte[] salt() {
        return salt.clone();
    }

    /** A copy of the nonce. */
    public byte[] nonce() {
        return nonce.clone();
    }

    /**
     * The first bytes of the file, which are the associated data of its seal.
     *
     * @param sealedLength length of the sealed body that will follow, in bytes
     */
    public byte[] encode(int sealedLength) {
        return ByteBuffer.allocate(BYTES)
                .put(kind.magic())
                .putShort((short) version)
                .put((byte) root().code())
                .put((byte) 0)
                .putInt(cost.map(PassphraseCost::memoryKib).orElse(0))
                .putInt(cost.map(PassphraseCost::passes).orElse(0))
                .putInt(cost.map(PassphraseCost::lanes).orElse(0))
                .put(salt)
                .put(nonce)
                .putInt(sealedLength)
                .array();
    }
}

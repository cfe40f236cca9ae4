package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A keystore or recovery file, still sealed. Immutable.
 *
 * <pre>
 *  offset size
 *       0    8  magic EBSNKEYS or EBSNRECV
 *       8  u16  version, 1 to 3
 *      10   u8  root: 1 passphrase, 2 key file or credential
 *      11   u8  zero
 *      12  u32  Argon2id memory in KiB (root 1), else 0
 *      16  u32  Argon2id passes (root 1), else 0
 *      20  u32  Argon2id lanes (root 1), else 0
 *      24   16  salt
 *      40   12  nonce
 *      52  u32  length n of the sealed body
 *      56    n  ciphertext and tag
 *    56+n  u32  CRC-32C of all before
 * </pre>
 *
 * <p>The checksum stands beside the tag so that decay is told apart from a wrong passphrase without any key. See
 * {@code docs/format/keystore.md}.
 */
public final class KeystoreFile {

    /** The longest sealed body: room for tens of thousands of keys. */
    public static final int SEALED_BYTES_MAX = 16 << 20;

    /** The longest file. */
    public static final int BYTES_MAX = KeystoreHeader.BYTES + SEALED_BYTES_MAX + Integer.BYTES;

    private static final int TAG_BYTES = 16;

    private final KeystoreHeader header;
    private final byte[] sealed;

    private KeystoreFile(KeystoreHeader header, byte[] sealed) {
        this.header = header;
        this.sealed = sealed;
    }

    /**
     * A file of its parts.
     *
     * @param sealed ciphertext and tag, sealed with {@link KeystoreHeader#encode} as associated data; 16 .. {@link #SEALED_BYTES_MAX} bytes
     */
    public static KeystoreFile of(KeystoreHeader header, byte[] sealed) {
        if (!isPossibleLength(sealed.length)) {
            throw new IllegalArgumentException("sealed body of " + sealed.length + " bytes");
        }
        return new KeystoreFile(header, sealed.clone());
    }

    /** Its head. */
    public KeystoreHeader header() {
        return header;
    }

    /** A copy of the sealed body. */
    public byte[] sealed() {
        return sealed.clone();
    }

    /** The bytes of the file. */
    public byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(KeystoreHeader.BYTES + sealed.length + Integer.BYTES);
        bytes.put(header.encode(sealed.length)).put(sealed);
        return bytes.putInt(checksum(bytes.array())).array();
    }

    /**
     * The file that {@link #encode} made.
     *
     * @throws Failure.Corrupt if it is no such file, or damaged
     * @throws Failure.TooOld if its version is no longer read
     * @throws Failure.TooNew if its version is newer than this program knows
     */
    public static KeystoreFile decode(KeystoreKind kind, byte[] bytes) {
        requireFrame(kind, bytes);
        ByteBuffer fields = ByteBuffer.wrap(bytes).position(10);
        int root = Byte.toUnsignedInt(fields.get());
        require(kind, fields.get() == 0, "has a value at offset 11, which is zero");
        Optional<PassphraseCost> cost = cost(kind, root, fields);
        byte[] salt = take(fields, KeystoreHeader.SALT_BYTES);
        byte[] nonce = take(fields, KeystoreHeader.NONCE_BYTES);
        int length = fields.getInt();
        require(
                kind,
                isPossibleLength(length) && length == bytes.length - KeystoreHeader.BYTES - Integer.BYTES,
                "is " + bytes.length + " bytes long, which does not fit a body of " + Integer.toUnsignedString(length));
        KeystoreHeader header = KeystoreHeader.of(kind, cost, salt, nonce).of(version(kind, bytes));
        return new KeystoreFile(header, take(fields, length));
    }

    /** The version is looked at before the checksum: a newer one may keep that elsewhere. */
    private static void requireFrame(KeystoreKind kind, byte[] bytes) {
        require(
                kind,
                bytes.length >= KeystoreHeader.BYTES + TAG_BYTES + Integer.BYTES,
                "is only " + bytes.length + " bytes long");
        byte[] magic = kind.magic();
        require(kind, Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length), "does not begin with its magic");
        int version = version(kind, bytes);
        if (version < KeystoreHeader.VERSION_MIN) {
            throw new Failure.TooOld(
                    kind.word() + " of version " + version + ", oldest read is " + KeystoreHeader.VERSION_MIN);
        }
        if (version > KeystoreHeader.VERSION) {
            throw new Failure.TooNew(
                    kind.word() + " of version " + version + ", newest known is " + KeystoreHeader.VERSION);
        }
        int found = ByteBuffer.wrap(bytes).getInt(bytes.length - Integer.BYTES);
        require(kind, found == checksum(bytes), "is damaged: its checksum does not match");
    }

    private static int version(KeystoreKind kind, byte[] bytes) {
        return Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(kind.magic().length));
    }

    private static Optional<PassphraseCost> cost(KeystoreKind kind, int root, ByteBuffer fields) {
        int memoryKib = fields.getInt();
        int passes = fields.getInt();
        int lanes = fields.getInt();
        if (root == KeystoreRoot.PASSPHRASE.code()) {
            require(
                    kind,
                    PassphraseCost.isAccepted(memoryKib, passes, lanes),
                    "asks Argon2id for " + Integer.toUnsignedString(memoryKib) + " KiB, "
                            + Integer.toUnsignedString(passes) + " passes, " + Integer.toUnsignedString(lanes)
                            + " lanes, which is out of bounds");
            return Optional.of(new PassphraseCost(memoryKib, passes, lanes));
        }
        require(kind, root == KeystoreRoot.KEY_FILE.code(), "is sealed under a root of unknown code " + root);
        require(kind, kind == KeystoreKind.KEYSTORE, "is sealed under a key file instead of a passphrase");
        require(kind, (memoryKib | passes | lanes) == 0, "has Argon2id settings without a passphrase");
        return Optional.empty();
    }

    private static boolean isPossibleLength(int length) {
        return length >= TAG_BYTES && length <= SEALED_BYTES_MAX;
    }

    private static byte[] take(ByteBuffer source, int length) {
        byte[] taken = new byte[length];
        source.get(taken);
        return taken;
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - Integer.BYTES);
        return (int) crc.getValue();
    }

    private static void require(KeystoreKind kind, boolean condition, String otherwise) {
        if (!condition) {
            throw new Failure.Corrupt(kind.word() + " " + otherwise);
        }
    }
}

package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * What is sealed directly under a KMS key. Immutable.
 *
 * <pre>
 *  offset size
 *       0    8  magic EBSNCIPH
 *       8  u16  version, 1
 *      10   16  id of the KMS key
 *      26  u32  version of its material
 *      30   40  blob key, wrapped by that
 *      70 n+16  ciphertext and tag; n is 1..4096
 * </pre>
 *
 * <p>What opens it stands first, so that all of that can be authenticated with it. See {@code docs/format/ciphertext.md}.
 */
public final class CiphertextBlob {

    /** The longest plaintext in bytes. */
    public static final int PLAINTEXT_BYTES_MAX = 4096;

    /** Length of a wrapped blob key in bytes. */
    public static final int WRAPPED_BYTES = 40;

    private static final byte[] MAGIC = "EBSNCIPH".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int NAMES_BYTES = 30;
    private static final int HEAD_BYTES = NAMES_BYTES + WRAPPED_BYTES;
    private static final int TAG_BYTES = 16;
    private static final String WHAT = "ciphertext";

    /** The longest blob in bytes. */
    public static final int BYTES_MAX = HEAD_BYTES + PLAINTEXT_BYTES_MAX + TAG_BYTES;

    private final byte[] head;
    private final byte[] sealed;

    private CiphertextBlob(byte[] head, byte[] sealed) {
        this.head = head;
        this.sealed = sealed;
    }

    /**
     * A blob whose plaintext is to be sealed yet.
     *
     * @param keyVersion of the key's material, from 1
     * @param wrappedKey {@link #WRAPPED_BYTES} bytes
     */
    public static CiphertextBlob of(UUID keyId, int keyVersion, byte[] wrappedKey) {
        if (keyVersion < 1 || wrappedKey.length != WRAPPED_BYTES) {
            throw new IllegalArgumentException(
                    "blob key of " + wrappedKey.length + " bytes under version " + keyVersion);
        }
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES)
                .put(MAGIC)
                .putShort((short) VERSION)
                .putLong(keyId.getMostSignificantBits())
                .putLong(keyId.getLeastSignificantBits())
                .putInt(keyVersion)
                .put(wrappedKey);
        return new CiphertextBlob(head.array(), new byte[0]);
    }

    /** The same with what was sealed: ciphertext and tag. */
    public CiphertextBlob with(byte[] ciphertext) {
        if (!isPossibleLength(ciphertext.length)) {
            throw new IllegalArgumentException("ciphertext of " + ciphertext.length + " bytes");
        }
        return new CiphertextBlob(head, ciphertext.clone());
    }

    /**
     * The blob that {@link #encode} made.
     *
     * @throws Failure.Corrupt if it is no such blob
     * @throws Failure.TooOld if its version is no longer read
     * @throws Failure.TooNew if its version is newer than this program knows
     */
    public static CiphertextBlob decode(byte[] bytes) {
        if (bytes.length < MAGIC.length + Short.BYTES
                || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new Failure.Corrupt("the " + WHAT + " does not begin with its magic");
        }
        FormatVersions.require(
                WHAT, Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(MAGIC.length)), VERSION, VERSION);
        if (!isPossibleLength(bytes.length - HEAD_BYTES)) {
            throw new Failure.Corrupt("a " + WHAT + " cannot have " + bytes.length + " bytes");
        }
        CiphertextBlob blob = new CiphertextBlob(
                Arrays.copyOf(bytes, HEAD_BYTES), Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length));
        if (blob.keyVersion() < 1) {
            throw new Failure.Corrupt("the " + WHAT + " names a version of its key that there cannot be");
        }
        return blob;
    }

    /** The bytes of it. */
    public byte[] encode() {
        byte[] bytes = Arrays.copyOf(head, head.length + sealed.length);
        System.arraycopy(sealed, 0, bytes, head.length, sealed.length);
        return bytes;
    }

    /** Which KMS key opens it. */
    public UUID keyId() {
        ByteBuffer fields = ByteBuffer.wrap(head).position(10);
        return new UUID(fields.getLong(), fields.getLong());
    }

    /** Which version of that key's material, from 1. */
    public int keyVersion() {
        return ByteBuffer.wrap(head).getInt(26);
    }

    /** A copy of the wrapped blob key. */
    public byte[] wrappedKey() {
        return Arrays.copyOfRange(head, NAMES_BYTES, HEAD_BYTES);
    }

    /** A copy of what names it: the salt of the key that seals the plaintext. */
    public byte[] salt() {
        return Arrays.copyOf(head, NAMES_BYTES);
    }

    /** What is authenticated with the plaintext: all that stands before it, and an encryption context. */
    public byte[] associated(EncryptionContext context) {
        byte[] form = context.encode();
        byte[] all = Arrays.copyOf(head, head.length + form.length);
        System.arraycopy(form, 0, all, head.length, form.length);
        return all;
    }

    /** A copy of ciphertext and tag. */
    public byte[] sealed() {
        return sealed.clone();
    }

    private static boolean isPossibleLength(int length) {
        return length > TAG_BYTES && length <= PLAINTEXT_BYTES_MAX + TAG_BYTES;
    }
}

package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.DomainId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The frame of a catalog record, {@code docs/format/catalog.md}:
 *
 * <pre>
 *  0      8   magic EBSNCATL
 *  8     u16  version, 1
 * 10     u8   protection: 0 none, 1 AES-256-GCM
 * 11     u8   zero
 * 12     16   domain id whose key seals the body; zeros with protection 0
 * 28     12   nonce; zeros with protection 0
 * 40     u32  length n of the body as stored
 * 44      n   body, or its ciphertext and tag
 * 44+n   u32  CRC-32C of bytes 0 .. 43+n
 * </pre>
 *
 * <p>What seals the body stands before it, so that the first 28 bytes can be authenticated with it.
 */
public final class CatalogEnvelope {

    /** The longest body as it is stored. */
    public static final int BODY_BYTES_MAX = 1 << 20;

    /** The longest envelope. */
    public static final int BYTES_MAX = 48 + BODY_BYTES_MAX;

    private static final byte[] MAGIC = "EBSNCATL".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int AUTHENTICATED_BYTES = 28;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int HEADER_BYTES = 44;
    private static final int CRC_BYTES = 4;
    private static final byte[] NO_DOMAIN = new byte[DomainId.BYTES];
    private static final String WHAT = "catalog record";

    private final byte[] bytes;

    private CatalogEnvelope(byte[] bytes) {
        this.bytes = bytes;
    }

    /** An envelope around a body that is not sealed. */
    public static CatalogEnvelope plain(byte[] body) {
        ByteBuffer target = begin(0, NO_DOMAIN, body.length);
        target.put(new byte[NONCE_BYTES]);
        return end(target, body);
    }

    /**
     * An envelope around a sealed body.
     *
     * @param nonce 12 bytes
     * @param body ciphertext and tag
     */
    public static CatalogEnvelope sealed(DomainId domain, byte[] nonce, byte[] body) {
        if (nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("a nonce of " + nonce.length + " bytes");
        }
        ByteBuffer target = begin(1, domain.bytes(), body.length);
        target.put(nonce);
        return end(target, body);
    }

    /**
     * Reads an envelope. What is in the body is not looked at.
     *
     * @param bytes the whole object; not copied and not to be changed
     * @throws Failure.Corrupt if anything is not as the table says
     * @throws Failure.TooOld if the version is no longer read
     * @throws Failure.TooNew if the version is not known yet
     */
    public static CatalogEnvelope decode(byte[] bytes) {
        if (bytes.length < HEADER_BYTES + CRC_BYTES || bytes.length > BYTES_MAX) {
            throw new Failure.Corrupt(WHAT + " has " + bytes.length + " bytes");
        }
        ByteBuffer header = Checksums.requireFrame(WHAT, bytes, bytes.length, MAGIC);
        FormatVersions.require(WHAT, Short.toUnsignedInt(header.getShort()), VERSION, VERSION);
        Checksums.requireCrc(WHAT, bytes, bytes.length - CRC_BYTES);
        if (header.getInt(40) != bytes.length - HEADER_BYTES - CRC_BYTES) {
            throw new Failure.Corrupt(WHAT + " of " + bytes.length + " bytes has a body of " + header.getInt(40));
        }
        Checksums.requireZero(WHAT, bytes, 11, 1);
        requireProtection(bytes);
        return new CatalogEnvelope(bytes);
    }

    /** The first bytes of what {@link #sealed} makes: to be authenticated with the body, before the object's name. */
    public static byte[] authenticated(DomainId domain) {
        return Arrays.copyOf(begin(1, domain.bytes(), TAG_BYTES).array(), AUTHENTICATED_BYTES);
    }

    /** Whose key seals the body, if it is sealed. */
    public Optional<DomainId> sealedBy() {
        return bytes[10] == 0 ? Optional.empty() : Optional.of(DomainId.from(bytes, 12));
    }

    /** A copy of the nonce. */
    public byte[] nonce() {
        return Arrays.copyOfRange(bytes, AUTHENTICATED_BYTES, AUTHENTICATED_BYTES + NONCE_BYTES);
    }

    /** The body as it is stored; a window on the envelope. */
    public ArraySlice body() {
        return new ArraySlice(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES - CRC_BYTES);
    }

    /** The bytes of the object; not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    private static ByteBuffer begin(int protection, byte[] domain, int length) {
        if (length > BODY_BYTES_MAX) {
            throw new Failure.Invalid("a catalog record of " + length + " bytes; at most " + BODY_BYTES_MAX + " fit");
        }
        return ByteBuffer.allocate(HEADER_BYTES + length + CRC_BYTES)
                .put(MAGIC)
                .putShort((short) VERSION)
                .put((byte) protection)
                .put((byte) 0)
                .put(domain);
    }

    private static CatalogEnvelope end(ByteBuffer target, byte[] body) {
        target.putInt(body.length).put(body);
        byte[] bytes = new byte[target.capacity()];
        target.get(0, bytes);
        ByteBuffer.wrap(bytes).putInt(target.position(), Checksums.crc32c(bytes, 0, target.position()));
        return new CatalogEnvelope(bytes);
    }

    private static void requireProtection(byte[] bytes) {
        switch (bytes[10]) {
            case 0 -> Checksums.requireZero(WHAT, bytes, 12, DomainId.BYTES + NONCE_BYTES);
            case 1 -> {
                if (bytes.length < HEADER_BYTES + TAG_BYTES + CRC_BYTES) {
                    throw new Failure.Corrupt(WHAT + " of " + bytes.length + " bytes is too short to be sealed");
                }
            }
            default -> throw new Failure.Corrupt(WHAT + " has protection " + bytes[10] + " instead of 0 or 1");
        }
    }
}

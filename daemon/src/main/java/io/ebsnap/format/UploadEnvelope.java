package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.DomainId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The frame of an object of an upload's journal, {@code docs/format/direct.md}:
 *
 * <pre>
 *  0      8   magic EBSNDRCT
 *  8     u16  version, 1
 * 10     u8   kind: 1 blocks, 2 checkpoint
 * 11     u8   zero
 * 12     16   domain id whose key seals the body
 * 28     12   nonce
 * 40     u32  length n of the body as stored
 * 44      n   ciphertext and tag
 * 44+n   u32  CRC-32C of bytes 0 .. 43+n
 * </pre>
 *
 * <p>What seals the body stands before it, so that the first 28 bytes can be authenticated with it. The kind is in the clear, so that who looks for
 * the last checkpoint need not open what stands after it.
 */
public final class UploadEnvelope {

    /** The longest body as it is stored. */
    public static final int BODY_BYTES_MAX = UploadPart.BYTES_MAX + 16;

    /** The longest envelope. */
    public static final int BYTES_MAX = 48 + BODY_BYTES_MAX;

    private static final byte[] MAGIC = "EBSNDRCT".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int AUTHENTICATED_BYTES = 28;
    private static final int NONCE_BYTES = 12;
    private static final int HEADER_BYTES = 44;
    private static final int TAG_BYTES = 16;
    private static final int CRC_BYTES = 4;
    private static final String WHAT = "object of the journal of an upload";

    private final byte[] bytes;

    private UploadEnvelope(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * An envelope.
     *
     * @param nonce 12 bytes
     * @param body ciphertext and tag
     */
    public static UploadEnvelope of(UploadPart.Kind kind, DomainId domain, byte[] nonce, byte[] body) {
        ByteBuffer target = ByteBuffer.allocate(HEADER_BYTES + body.length + CRC_BYTES)
                .put(authenticated(kind, domain))
                .put(nonce)
                .putInt(body.length)
                .put(body);
        target.putInt(Checksums.crc32c(target.array(), 0, target.position()));
        return new UploadEnvelope(target.array());
    }

    /**
     * Reads an envelope. What is in the body is not looked at.
     *
     * @param bytes the whole object; not copied and not to be changed
     * @throws Failure.Corrupt if anything is not as the table says
     * @throws Failure.TooOld if the version is no longer read
     * @throws Failure.TooNew if the version is not known yet
     */
    public static UploadEnvelope decode(byte[] bytes) {
        if (bytes.length < HEADER_BYTES + TAG_BYTES + CRC_BYTES || bytes.length > BYTES_MAX) {
            throw new Failure.Corrupt(WHAT + " has " + bytes.length + " bytes");
        }
        ByteBuffer header = Checksums.requireFrame(WHAT, bytes, bytes.length, MAGIC);
        FormatVersions.require(WHAT, Short.toUnsignedInt(header.getShort()), VERSION, VERSION);
        Checksums.requireCrc(WHAT, bytes, bytes.length - CRC_BYTES);
        if (header.getInt(40) != bytes.length - HEADER_BYTES - CRC_BYTES) {
            throw new Failure.Corrupt(WHAT + " of " + bytes.length + " bytes has a body of " + header.getInt(40));
        }
        Checksums.requireZero(WHAT, bytes, 11, 1);
        UploadEnvelope envelope = new UploadEnvelope(bytes);
        UploadPart.Kind unused = envelope.kind();
        return envelope;
    }

    /** The first bytes: to be authenticated with the body, before the object's name. */
    public static byte[] authenticated(UploadPart.Kind kind, DomainId domain) {
        return ByteBuffer.allocate(AUTHENTICATED_BYTES)
                .put(MAGIC)
                .putShort((short) VERSION)
                .put(kind.code())
                .put((byte) 0)
                .put(domain.bytes())
                .array();
    }

    /** What the body is. */
    public UploadPart.Kind kind() {
        return UploadPart.Kind.of(bytes[10]);
    }

    /** Whose key seals the body. */
    public DomainId domain() {
        return DomainId.from(bytes, 12);
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
}

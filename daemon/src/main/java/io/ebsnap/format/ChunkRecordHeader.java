package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import java.nio.ByteBuffer;

/**
 * The head of a sealed chunk, {@code docs/format/chunk.md}:
 *
 * <pre>
 *  0  u8   record version, 1
 *  1  u8   kind
 *  2  u8   codec: 0 raw, 1 LZ4 block, 2 Zstandard frame
 *  3  u8   algorithms: 1
 *  4  u32  plaintext length, 1..524288
 *  8  u32  payload length, 17..524304
 * 12  16   domain id
 * 28  32   chunk id
 * 60  12   nonce
 * 72  n    payload
 * </pre>
 *
 * The first {@link #AUTHENTICATED_BYTES} are the payload's associated data, so they stand before the nonce, which is not.
 *
 * @param kind of the chunk
 * @param codec 0 raw, 1 LZ4 block, 2 Zstandard frame
 * @param plaintextLength in bytes
 * @param payloadLength in bytes, the tag included
 * @param domain whose keys seal it
 * @param id keyed hash of the plaintext
 */
public record ChunkRecordHeader(
        ChunkKind kind, int codec, int plaintextLength, int payloadLength, DomainId domain, ChunkId id) {

    /** Length of the whole head. */
    public static final int BYTES = 72;

    /** How many bytes from the start are associated data of the seal. */
    public static final int AUTHENTICATED_BYTES = 60;

    /** Where the nonce stands. */
    public static final int NONCE_OFFSET = 60;

    /** Length of the nonce. */
    public static final int NONCE_BYTES = 12;

    /** Length of the tag at the end of the payload. */
    public static final int TAG_BYTES = 16;

    /** The longest plaintext. */
    public static final int PLAINTEXT_BYTES_MAX = 524_288;

    /** The longest payload. */
    public static final int PAYLOAD_BYTES_MAX = PLAINTEXT_BYTES_MAX + TAG_BYTES;

    /** The shortest record: one byte of content. */
    public static final int RECORD_BYTES_MIN = BYTES + 1 + TAG_BYTES;

    /** The longest record. */
    public static final int RECORD_BYTES_MAX = BYTES + PAYLOAD_BYTES_MAX;

    private static final int DOMAIN_OFFSET = 12;
    private static final int ID_OFFSET = 28;
    private static final int VERSION = 1;
    private static final int CODEC_NEWEST = 2;
    private static final int ALGORITHMS = 1;
    private static final String WHAT = "chunk record";

    public ChunkRecordHeader {
        requireLength("plaintext", plaintextLength, 1, PLAINTEXT_BYTES_MAX);
        requireLength("payload", payloadLength, 1 + TAG_BYTES, Math.addExact(plaintextLength, TAG_BYTES));
    }

    /** Length of the record in bytes: head and payload. */
    public int recordLength() {
        return BYTES + payloadLength;
    }

    /** Writes all but the nonce to the start of {@code record}. */
    public void encode(ArraySlice record) {
        ByteBuffer head = ByteBuffer.wrap(record.array(), record.offset(), record.length());
        head.put((byte) VERSION)
                .put((byte) kind.code())
                .put((byte) codec)
                .put((byte) ALGORITHMS)
                .putInt(plaintextLength)
                .putInt(payloadLength)
                .put(domain.bytes())
                .put(id.bytes());
    }

    /**
     * Reads the head that stands at the start of {@code bytes}; the payload need not be there.
     *
     * @throws Failure.Corrupt if a length is out of its bounds or the kind is unknown
     * @throws Failure.TooOld if the version is no longer read
     * @throws Failure.TooNew if the version, the codec or the algorithms are not known yet
     */
    public static ChunkRecordHeader decode(ArraySlice bytes) {
        if (bytes.length() < BYTES) {
            throw new Failure.Corrupt(WHAT + " has " + bytes.length() + " bytes; its head alone has " + BYTES);
        }
        ByteBuffer head = ByteBuffer.wrap(bytes.array(), bytes.offset(), BYTES);
        FormatVersions.require(WHAT, Byte.toUnsignedInt(head.get()), VERSION, VERSION);
        ChunkKind kind = ChunkKindCodes.kindOf(WHAT, Byte.toUnsignedInt(head.get()));
        int codec = Byte.toUnsignedInt(head.get());
        FormatVersions.require(WHAT + " codec", codec, 0, CODEC_NEWEST);
        FormatVersions.require(WHAT + " algorithms", Byte.toUnsignedInt(head.get()), ALGORITHMS, ALGORITHMS);
        return new ChunkRecordHeader(kind, codec, head.getInt(), head.getInt(), domain(bytes), id(bytes));
    }

    private static DomainId domain(ArraySlice bytes) {
        return DomainId.from(bytes.array(), bytes.offset() + DOMAIN_OFFSET);
    }

    private static ChunkId id(ArraySlice bytes) {
        return ChunkId.from(bytes.array(), bytes.offset() + ID_OFFSET);
    }

    private static void requireLength(String what, int found, int least, int most) {
        if (found < least || found > most) {
            throw new Failure.Corrupt(WHAT + " says a " + what + " of " + Integer.toUnsignedString(found) + " bytes; "
                    + least + ".." + most + " are possible");
        }
    }
}

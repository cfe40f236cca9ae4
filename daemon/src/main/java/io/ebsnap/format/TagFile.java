package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The head of a file of block tags, {@code docs/format/tags.md}, and the layout of its records:
 *
 * <pre>
 *   0   8   magic EBSNTAGS
 *   8  u16  version, 1
 *  10  u16  zero
 *  12  u32  bytes of a block
 *  16  16   domain id
 *  32  32   salt
 *  64  u64  size of the volume
 *  72  24   volume id
 *  96  24   snapshot id
 * 120  u32  CRC-32C of bytes 0 .. 119
 * 124       records: u64 number, u32 length n, n sealed bytes
 * </pre>
 *
 * @param domain whose keys tag and seal
 * @param salt {@link #SALT_BYTES} bytes
 * @param sizeBytes of the volume
 * @param volume its id, at most {@link #NAME_BYTES_MAX} ASCII characters
 * @param snapshot that the tags are of, likewise
 */
@SuppressWarnings("ArrayRecordComponent") // written once or read once, and not changed
public record TagFile(DomainId domain, byte[] salt, long sizeBytes, String volume, String snapshot) {

    /** Length of the head. */
    public static final int HEAD_BYTES = 124;

    /** Length of the salt. */
    public static final int SALT_BYTES = 32;

    /** Length of an id at most. */
    public static final int NAME_BYTES_MAX = 24;

    /** Length of a tag. */
    public static final int TAG_BYTES = 16;

    /** Blocks that a record tells of. */
    public static final int BLOCKS_PER_RECORD = 4096;

    /** Length of the bits before the tags of a record. */
    public static final int BITS_BYTES = BLOCKS_PER_RECORD / Byte.SIZE;

    /** What stands before the sealed bytes of a record. */
    public static final int RECORD_HEAD_BYTES = 12;

    /** Length of the sealed bytes of a record at most. */
    public static final int SEALED_BYTES_MAX = BITS_BYTES + BLOCKS_PER_RECORD * TAG_BYTES + TAG_BYTES;

    /** Number of the last record. */
    public static final long LAST = -1;

    /** Length of what the last record seals. */
    public static final int ROOT_BYTES = 1 + ChunkId.BYTES;

    private static final byte[] MAGIC = "EBSNTAGS".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int CRC_OFFSET = 120;
    private static final String WHAT = "file of block tags";

    /** The head: {@link #HEAD_BYTES} bytes. */
    public byte[] encode() {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        head.put(MAGIC).putShort((short) VERSION).putShort((short) 0).putInt(VolumeGeometry.BLOCK_BYTES);
        head.put(domain.bytes())
                .put(salt)
                .putLong(sizeBytes)
                .put(padded(volume))
                .put(padded(snapshot));
        return head.putInt(Checksums.crc32c(head.array(), 0, CRC_OFFSET)).array();
    }

    /**
     * What a head says.
     *
     * @throws Failure.Corrupt if anything is not as the table says
     * @throws Failure.TooOld if the version is no longer read
     * @throws Failure.TooNew if the version is not known yet
     */
    public static TagFile decode(byte[] head) {
        ByteBuffer view = Checksums.requireFrame(WHAT, head, HEAD_BYTES, MAGIC);
        FormatVersions.require(WHAT, Short.toUnsignedInt(view.getShort()), VERSION, VERSION);
        Checksums.requireCrc(WHAT, head, CRC_OFFSET);
        Checksums.requireZero(WHAT, head, 10, 2);
        if (view.getInt(12) != VolumeGeometry.BLOCK_BYTES) {
            throw new Failure.Corrupt(WHAT + " is of blocks of " + view.getInt(12) + " bytes");
        }
        return new TagFile(
                DomainId.from(head, 16),
                Arrays.copyOfRange(head, 32, 64),
                view.getLong(64),
                text(head, 72),
                text(head, 96));
    }

    /** What stands before the sealed bytes of a record. */
    public static byte[] recordHead(long number, int sealedBytes) {
        return ByteBuffer.allocate(RECORD_HEAD_BYTES)
                .putLong(number)
                .putInt(sealedBytes)
                .array();
    }

    /** The nonce of a record. */
    public static byte[] nonce(long number) {
        return ByteBuffer.allocate(12).putInt(0).putLong(number).array();
    }

    /** What the last record seals. */
    public static byte[] encodeRoot(Optional<ChunkId> root) {
        byte[] bytes = new byte[ROOT_BYTES];
        root.ifPresent(id -> {
            bytes[0] = 1;
            id.copyTo(bytes, 1);
        });
        return bytes;
    }

    private static byte[] padded(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > NAME_BYTES_MAX) {
            throw new IllegalArgumentException("an id of " + bytes.length + " characters");
        }
        return Arrays.copyOf(bytes, NAME_BYTES_MAX);
    }

    private static String text(byte[] head, int offset) {
        return new String(head, offset, NAME_BYTES_MAX, StandardCharsets.US_ASCII).replace("\0", "");
    }

    @Override
    public String toString() {
        return WHAT + " of " + snapshot;
    }
}

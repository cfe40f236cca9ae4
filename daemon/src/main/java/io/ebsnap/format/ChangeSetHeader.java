package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The beginning of a file that says which blocks of a volume were changed, {@code docs/format/changes.md}:
 *
 * <pre>
 *   0   8   magic EBSNCHNG
 *   8  u16  version, 1
 *  10  u16  zero
 *  12  u32  CRC-32C of the header, this field taken as zero
 *  16  16   map id of the volume; zeros if it was not made from a snapshot
 *  32  u64  generation
 *  40  36   boot id, ASCII; zeros in a file that outlives the machine's stop
 *  76  32   since when, ASCII, filled up with zeros
 * 108  u32  CRC-32C of the bits; zero in a file that is changed in place
 * 112  u64  how many words of bits; zero in a file that is changed in place
 * 120  u64  when the target was last changed, in nanoseconds since 1970; zero if that is not known
 * </pre>
 *
 * @param mapId 16 bytes
 * @param generation 1 or more; of two files of one volume the one with the higher is the later
 * @param bootId of the run of the kernel; empty in a file that outlives it
 * @param since {@link #UNKNOWN}, {@link #DIRECT}, {@link #ORIGIN} or a snapshot's id: everything that was changed since then is in the file
 * @param words of bits that follow, where that is fixed
 * @param bitsCrc their checksum
 * @param targetStamp of the target
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one read or write of a file
public record ChangeSetHeader(
        byte[] mapId, long generation, String bootId, String since, long words, int bitsCrc, long targetStamp) {

    /** Length of the header. */
    public static final int BYTES = 128;

    /** Length of a map's id. */
    public static final int MAP_ID_BYTES = 16;

    /** What was changed before is not known. */
    public static final String UNKNOWN = "";

    /** It is not known, because the kernel went to the target itself. */
    public static final String DIRECT = "direct";

    /** Since the volume was made. */
    public static final String ORIGIN = "origin";

    private static final byte[] MAGIC = "EBSNCHNG".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int CRC_OFFSET = 12;
    private static final int BOOT_BYTES = 36;
    private static final int SINCE_BYTES = 32;
    private static final String WHAT = "change set";

    /** Whether a set that counts since then says what was changed. */
    public static boolean isKnown(String since) {
        return !since.equals(UNKNOWN) && !since.equals(DIRECT);
    }

    /** The header's {@link #BYTES} bytes. */
    public byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.put(MAGIC).putShort((short) VERSION).putShort((short) 0).putInt(0);
        bytes.put(Arrays.copyOf(mapId, MAP_ID_BYTES)).putLong(generation);
        bytes.put(padded(bootId, BOOT_BYTES)).put(padded(since, SINCE_BYTES));
        bytes.putInt(bitsCrc).putLong(words).putLong(targetStamp);
        return bytes.putInt(CRC_OFFSET, Checksums.crc32c(bytes.array(), 0, BYTES))
                .array();
    }

    /**
     * What a header says.
     *
     * @param bytes {@link #BYTES} bytes
     * @throws Failure.Corrupt if it is not one
     * @throws Failure.TooNew if its version is not known
     */
    public static ChangeSetHeader decode(byte[] bytes) {
        ByteBuffer view = Checksums.requireFrame(WHAT, bytes, BYTES, MAGIC);
        requireCrc(bytes);
        FormatVersions.require(WHAT, Short.toUnsignedInt(view.getShort()), VERSION, VERSION);
        byte[] mapId = Arrays.copyOfRange(bytes, 16, 16 + MAP_ID_BYTES);
        return new ChangeSetHeader(
                mapId,
                view.getLong(32),
                text(bytes, 40, BOOT_BYTES),
                text(bytes, 40 + BOOT_BYTES, SINCE_BYTES),
                view.getLong(112),
                view.getInt(108),
                view.getLong(120));
    }

    /** The checksum of bits, as it stands in the header. */
    public static int crcOf(byte[] bits) {
        return Checksums.crc32c(bits, 0, bits.length);
    }

    private static void requireCrc(byte[] bytes) {
        byte[] without = bytes.clone();
        int expected = ByteBuffer.wrap(bytes).getInt(CRC_OFFSET);
        ByteBuffer.wrap(without).putInt(CRC_OFFSET, 0);
        int found = Checksums.crc32c(without, 0, BYTES);
        if (found != expected) {
            throw new Failure.Corrupt(WHAT + " has CRC-32C " + Integer.toHexString(found) + " instead of "
                    + Integer.toHexString(expected));
        }
    }

    private static byte[] padded(String text, int length) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > length) {
            throw new IllegalArgumentException("'" + text + "' is longer than " + length);
        }
        return Arrays.copyOf(bytes, length);
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return WHAT + " " + generation + " since '" + since + "'";
    }
}

package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A version of a page of a validity map, {@code docs/format/validity.md}:
 *
 * <pre>
 *   0   8   magic EBSNVMAP
 *   8  u16  version, 1
 *  10  u16  zero
 *  12  u32  CRC-32C of the slot, this field taken as zero
 *  16  16   map id
 *  32  u64  page number
 *  40  u64  sequence number, 1 or more
 *  48  16   zero
 *  64 4032  252 blocks of 16 bytes, one bit a unit
 * </pre>
 *
 * @param mapId 16 bytes
 * @param number of the page
 * @param sequence of this version
 * @param bits {@link #BITS_BYTES} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one read or write of a slot
public record ValidityPage(byte[] mapId, long number, long sequence, byte[] bits) {

    /** Length of a slot. */
    public static final int SLOT_BYTES = 4096;

    /** Length of a map's id. */
    public static final int MAP_ID_BYTES = 16;

    /** How much of the volume a bit stands for. */
    public static final int UNIT_BYTES = 4096;

    /** Bits of a block. */
    public static final int UNITS_PER_BLOCK = VolumeGeometry.BLOCK_BYTES / UNIT_BYTES;

    /** Blocks that a page covers. */
    public static final int BLOCKS_PER_PAGE = 252;

    /** Length of the bits. */
    public static final int BITS_BYTES = BLOCKS_PER_PAGE * UNITS_PER_BLOCK / Byte.SIZE;

    private static final byte[] MAGIC = "EBSNVMAP".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int CRC_OFFSET = 12;
    private static final int BITS_OFFSET = 64;
    private static final String WHAT = "validity page";

    /** The slot that holds it: {@link #SLOT_BYTES} bytes. */
    public byte[] encode() {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        slot.put(MAGIC).putShort((short) VERSION).putShort((short) 0).putInt(0);
        slot.put(mapId).putLong(number).putLong(sequence).putLong(0).putLong(0).put(bits);
        return slot.putInt(CRC_OFFSET, Checksums.crc32c(slot.array(), 0, SLOT_BYTES))
                .array();
    }

    /** Whether a slot was never written. */
    public static boolean isEmpty(byte[] slot) {
        return Arrays.mismatch(slot, new byte[SLOT_BYTES]) < 0;
    }

    /**
     * The version in a slot; empty if it is bad.
     *
     * @param slot {@link #SLOT_BYTES} bytes
     * @param mapId of the map that it must be of
     * @param number of the page that it must be
     * @throws Failure.TooNew if it is good but of a version that is not known
     */
    public static Optional<ValidityPage> decode(byte[] slot, byte[] mapId, long number) {
        ByteBuffer view = ByteBuffer.wrap(slot);
        byte[] magic = new byte[MAGIC.length];
        view.get(magic);
        int version = Short.toUnsignedInt(view.getShort());
        if (!Arrays.equals(magic, MAGIC) || !crcIsRight(slot)) {
            return Optional.empty();
        }
        FormatVersions.require(WHAT, version, VERSION, VERSION);
        ValidityPage page = new ValidityPage(
                Arrays.copyOfRange(slot, 16, 16 + MAP_ID_BYTES),
                view.getLong(32),
                view.getLong(40),
                Arrays.copyOfRange(slot, BITS_OFFSET, SLOT_BYTES));
        boolean right = Arrays.equals(page.mapId, mapId) && page.number == number && page.sequence > 0;
        return right ? Optional.of(page) : Optional.empty();
    }

    private static boolean crcIsRight(byte[] slot) {
        byte[] without = slot.clone();
        ByteBuffer view = ByteBuffer.wrap(without);
        int found = view.getInt(CRC_OFFSET);
        view.putInt(CRC_OFFSET, 0);
        return found == Checksums.crc32c(without, 0, SLOT_BYTES);
    }

    @Override
    public String toString() {
        return WHAT + " " + number + ", version " + sequence;
    }
}

package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.PackId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/**
 * The last bytes of a pack, {@code docs/format/pack.md}:
 *
 * <pre>
 *   0   8   magic EBSNTAIL
 *   8  u16  version, 1
 *  10  u16  zero
 *  12  u32  number of entries, 1..4096
 *  16  u64  offset of the first entry
 *  24  16   pack id
 *  40  16   domain id
 *  56  32   pack hash: SHA-256 of the header and all entries
 *  88  32   HMAC-SHA-256 of bytes 0..87 under the domain's pack key
 * 120  u32  zero
 * 124  u32  CRC-32C of bytes 0..123
 * </pre>
 *
 * The CRC stands last and covers the MAC, so that decay is told from malice without a key. Immutable.
 */
public final class PackFooter {

    /** Length of the footer. */
    public static final int BYTES = 128;

    private static final byte[] MAGIC = "EBSNTAIL".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HASH_OFFSET = 56;
    private static final int HASH_BYTES = 32;
    private static final int MAC_OFFSET = 88;
    private static final int MAC_BYTES = 32;
    private static final int CRC_OFFSET = 124;
    private static final String WHAT = "pack footer";

    private final byte[] bytes;

    private PackFooter(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The footer of a pack that is complete but for it.
     *
     * @param header of the pack
     * @param tableOffset where the table begins: the length of header and records
     * @param table of the pack, as bytes
     * @param mac the authentication of a range under the domain's pack key
     */
    public static PackFooter of(PackHeader header, int tableOffset, byte[] table, Function<ArraySlice, byte[]> mac) {
        ByteBuffer footer = ByteBuffer.allocate(BYTES);
        footer.put(MAGIC).putShort((short) VERSION).putShort((short) 0);
        footer.putInt(table.length / PackTable.ENTRY_BYTES).putLong(tableOffset);
        footer.put(header.pack().bytes()).put(header.domain().bytes());
        footer.put(PackTable.hash(header.encode(), table));
        footer.put(mac.apply(new ArraySlice(footer.array(), 0, MAC_OFFSET)));
        footer.putInt(0).putInt(Checksums.crc32c(footer.array(), 0, CRC_OFFSET));
        return new PackFooter(footer.array());
    }

    /**
     * Reads a footer and checks all that needs no key.
     *
     * @param bytes {@link #BYTES} bytes
     * @param packLength length of the whole pack
     * @throws Failure.Corrupt if magic, checksum, a zero or a bound is wrong, or the pack has another length
     * @throws Failure.TooOld if the version is no longer read
     * @throws Failure.TooNew if the version is not known yet
     */
    public static PackFooter decode(byte[] bytes, long packLength) {
        ByteBuffer footer = Checksums.requireFrame(WHAT, bytes, BYTES, MAGIC);
        FormatVersions.require(WHAT, Short.toUnsignedInt(footer.getShort()), VERSION, VERSION);
        Checksums.requireCrc(WHAT, bytes, CRC_OFFSET);
        Checksums.requireZero(WHAT, bytes, 10, 2);
        Checksums.requireZero(WHAT, bytes, 120, 4);
        requireBounds(footer.getInt(12), footer.getLong(16), packLength);
        return new PackFooter(bytes.clone());
    }

    /** The number of records. */
    public int entries() {
        return view().getInt(12);
    }

    /** Where the table begins, and the records end. */
    public int tableOffset() {
        return Math.toIntExact(view().getLong(16));
    }

    /** Length of the table in bytes. */
    public int tableLength() {
        return entries() * PackTable.ENTRY_BYTES;
    }

    /** The pack that it ends. */
    public PackId pack() {
        return PackId.from(bytes, 24);
    }

    /** The domain of the pack. */
    public DomainId domain() {
        return DomainId.from(bytes, 40);
    }

    /** Whether this is the pack hash. */
    public boolean isHash(byte[] hash) {
        return Arrays.equals(hash, 0, hash.length, bytes, HASH_OFFSET, HASH_OFFSET + HASH_BYTES);
    }

    /** The authentication that stands in it. */
    public byte[] mac() {
        return Arrays.copyOfRange(bytes, MAC_OFFSET, MAC_OFFSET + MAC_BYTES);
    }

    /** What {@link #mac} authenticates. */
    public ArraySlice authenticated() {
        return new ArraySlice(bytes.clone(), 0, MAC_OFFSET);
    }

    /** The {@link #BYTES} bytes of it. */
    public byte[] encode() {
        return bytes.clone();
    }

    private ByteBuffer view() {
        return ByteBuffer.wrap(bytes);
    }

    private static void requireBounds(int entries, long tableOffset, long packLength) {
        if (entries < 1 || entries > PackTable.ENTRIES_MAX) {
            throw new Failure.Corrupt(WHAT + " says " + Integer.toUnsignedString(entries) + " entries; 1.."
                    + PackTable.ENTRIES_MAX + " are possible");
        }
        if (tableOffset < PackHeader.BYTES || tableOffset > PackTable.RECORDS_END_MAX) {
            throw new Failure.Corrupt(WHAT + " says that entries begin at " + Long.toUnsignedString(tableOffset));
        }
        long expected = tableOffset + (long) entries * PackTable.ENTRY_BYTES + BYTES;
        if (packLength != expected) {
            throw new Failure.Corrupt(
                    "the pack has " + packLength + " bytes instead of the " + expected + " that its footer says");
        }
    }
}

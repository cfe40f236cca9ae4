package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of records in a pack's trailer, {@code docs/format/pack.md}; {@value #ENTRY_BYTES} bytes a row, in the order of the records:
 *
 * <pre>
 *  0  32   chunk id
 * 32  u32  offset of the record in the pack
 * 36  u32  length of the record
 * 40  u32  plaintext length
 * 44  u32  CRC-32C of the record
 * </pre>
 */
public final class PackTable {

    /** Length of one row. */
    public static final int ENTRY_BYTES = 48;

    /** The most records of a pack. */
    public static final int ENTRIES_MAX = 4096;

    /** Where the last record of a pack ends at most. */
    public static final int RECORDS_END_MAX = 64 * 1024 * 1024;

    private static final String WHAT = "pack table";

    private PackTable() {}

    /** The rows as bytes. */
    public static byte[] encode(List<PackTableEntry> entries) {
        ByteBuffer bytes = ByteBuffer.allocate(entries.size() * ENTRY_BYTES);
        for (PackTableEntry entry : entries) {
            bytes.put(entry.id().bytes()).putInt(entry.offset()).putInt(entry.length());
            bytes.putInt(entry.plaintextLength()).putInt(entry.crc32c());
        }
        return bytes.array();
    }

    /** SHA-256 of the header and the table: the pack hash. */
    public static byte[] hash(byte[] header, byte[] table) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(header);
            return sha256.digest(table);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    /**
     * Reads the rows of a pack whose footer is known: they must fill the space between header and table without a gap.
     *
     * @param header of the pack, as bytes
     * @param table of the pack, as bytes
     * @throws Failure.Corrupt if the pack hash or the place of a record is wrong
     */
    public static List<PackTableEntry> decode(byte[] header, byte[] table, PackFooter footer) {
        if (table.length != footer.tableLength()) {
            throw new Failure.Corrupt(WHAT + " has " + table.length + " bytes instead of " + footer.tableLength());
        }
        if (!footer.isHash(hash(header, table))) {
            throw new Failure.Corrupt(WHAT + " and header do not have the SHA-256 that the footer says");
        }
        return rows(ByteBuffer.wrap(table), footer);
    }

    private static List<PackTableEntry> rows(ByteBuffer table, PackFooter footer) {
        List<PackTableEntry> entries = new ArrayList<>(footer.entries());
        long expected = PackHeader.BYTES;
        while (table.hasRemaining()) {
            PackTableEntry entry = row(table);
            requirePlace(entry, expected);
            expected += entry.length();
            entries.add(entry);
        }
        if (expected != footer.tableOffset()) {
            throw new Failure.Corrupt(
                    WHAT + " says that records end at " + expected + " instead of " + footer.tableOffset());
        }
        return entries;
    }

    private static PackTableEntry row(ByteBuffer table) {
        byte[] id = new byte[ChunkId.BYTES];
        table.get(id);
        return new PackTableEntry(ChunkId.of(id), table.getInt(), table.getInt(), table.getInt(), table.getInt());
    }

    private static void requirePlace(PackTableEntry entry, long expected) {
        boolean lengthsPossible = entry.length() >= ChunkRecordHeader.RECORD_BYTES_MIN
                && entry.length() <= ChunkRecordHeader.RECORD_BYTES_MAX
                && entry.plaintextLength() >= 1
                && entry.plaintextLength() <= ChunkRecordHeader.PLAINTEXT_BYTES_MAX;
        if (entry.offset() != expected || !lengthsPossible) {
            throw new Failure.Corrupt(WHAT + " places chunk " + entry.id() + " at " + entry.offset() + " with length "
                    + entry.length() + " (plaintext " + entry.plaintextLength() + "); the record before ends at "
                    + expected);
        }
    }
}

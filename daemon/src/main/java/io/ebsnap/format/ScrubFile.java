package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.StoreId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was verified when, {@code docs/format/scrub.md}:
 *
 * <pre>
 *    0    8   magic EBSNSCRB
 *    8   u16  version, 1
 *   10   u16  zero
 *   12   16   store id
 *   28   u16  number of parts, 360
 *   30   u16  number of snapshots n, at most 4096
 *   32        360 parts: u64 seconds since 1970, 0 for never; u64 bytes
 * 5792        n snapshots: 22 bytes id, u64 seconds since 1970
 *    .   u32  CRC-32C of all before
 * </pre>
 *
 * @param store whose packs and snapshots they are
 * @param parts {@link #PARTS} of them
 * @param snapshots seconds since 1970 by id, at most {@link #SNAPSHOTS_MAX}
 */
public record ScrubFile(StoreId store, List<ScrubbedPart> parts, Map<String, Long> snapshots) {

    /** How many parts a store is verified in. */
    public static final int PARTS = 360;

    /** Most snapshots that are remembered. */
    public static final int SNAPSHOTS_MAX = 4096;

    private static final byte[] MAGIC = "EBSNSCRB".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HEAD_BYTES = 32;
    private static final int PART_BYTES = 16;
    private static final int ID_BYTES = 22;
    private static final int SNAPSHOT_BYTES = ID_BYTES + Long.BYTES;
    private static final int BODY_BYTES = HEAD_BYTES + PARTS * PART_BYTES;

    /** Longest file. */
    public static final int BYTES_MAX = BODY_BYTES + SNAPSHOTS_MAX * SNAPSHOT_BYTES + Integer.BYTES;

    private static final String WHAT = "scrub file";

    public ScrubFile {
        parts = List.copyOf(parts);
        snapshots = Map.copyOf(snapshots);
        if (parts.size() != PARTS || snapshots.size() > SNAPSHOTS_MAX) {
            throw new IllegalArgumentException(parts.size() + " parts and " + snapshots.size() + " snapshots");
        }
    }

    /** Its bytes. */
    public byte[] encode() {
        int length = BODY_BYTES + snapshots.size() * SNAPSHOT_BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(length + Integer.BYTES);
        bytes.put(MAGIC).putShort((short) VERSION).putShort((short) 0).put(store.bytes());
        bytes.putShort((short) PARTS).putShort((short) snapshots.size());
        parts.forEach(part -> bytes.putLong(part.seconds()).putLong(part.bytes()));
        new TreeMap<>(snapshots).forEach((id, seconds) -> bytes.put(ascii(id)).putLong(seconds));
        return bytes.putInt(Checksums.crc32c(bytes.array(), 0, length)).array();
    }

    /**
     * Reads a file.
     *
     * @throws Failure.Corrupt if anything is not as the table says
     * @throws Failure.TooNew if the version is not known yet
     */
    public static ScrubFile decode(byte[] bytes) {
        if (bytes.length < BODY_BYTES + Integer.BYTES) {
            throw new Failure.Corrupt(WHAT + " has " + bytes.length + " bytes");
        }
        int snapshots = Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(30));
        int length = BODY_BYTES + snapshots * SNAPSHOT_BYTES;
        ByteBuffer view = Checksums.requireFrame(WHAT, bytes, length + Integer.BYTES, MAGIC);
        FormatVersions.require(WHAT, Short.toUnsignedInt(view.getShort()), VERSION, VERSION);
        Checksums.requireCrc(WHAT, bytes, length);
        Checksums.requireZero(WHAT, bytes, 10, 2);
        if (view.getShort(28) != PARTS) {
            throw new Failure.Corrupt(WHAT + " has " + view.getShort(28) + " parts");
        }
        return decode(bytes, view.position(HEAD_BYTES), snapshots);
    }

    private static ScrubFile decode(byte[] bytes, ByteBuffer view, int snapshots) {
        List<ScrubbedPart> parts = new ArrayList<>(PARTS);
        Map<String, Long> verified = new TreeMap<>();
        try {
            for (int part = 0; part < PARTS; part++) {
                parts.add(new ScrubbedPart(view.getLong(), view.getLong()));
            }
            for (int snapshot = 0; snapshot < snapshots; snapshot++) {
                byte[] id = new byte[ID_BYTES];
                view.get(id);
                verified.put(new String(id, StandardCharsets.US_ASCII), view.getLong());
            }
            return new ScrubFile(StoreId.from(bytes, 12), parts, verified);
        } catch (IllegalArgumentException e) {
            throw new Failure.Corrupt(WHAT + ": " + e.getMessage());
        }
    }

    private static byte[] ascii(String id) {
        return Arrays.copyOf(id.getBytes(StandardCharsets.US_ASCII), ID_BYTES);
    }
}

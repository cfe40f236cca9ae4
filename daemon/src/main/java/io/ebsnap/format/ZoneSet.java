package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.StoreId;
import io.ebsnap.identity.ZoneId;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The zones of a store as they were from one change on, {@code docs/format/zones.md}:
 *
 * <pre>
 *  0   8  magic EBSNZONE
 *  8  u16 version, 1
 * 10  u16 number of zones, 1 to 16
 * 12  16  store id
 * 28  u64 epoch, 1 or more
 * 36  16  id of the zone that this file stands in; zeros in the data directory
 * 52      the zones, each:
 *           16  zone id
 *           u16 standing
 *           u16 length, and bytes of the name, UTF-8
 *           u16 length, and bytes of the directory
 *           u16 length, and bytes of the file system's identity
 * end u32 CRC-32C of all before
 * </pre>
 *
 * <p>The same file stands in every zone that counts, so that any of them can tell which ones do.
 *
 * @param store whose zones
 * @param epoch grows with every change; of two sets the one with the higher epoch is true
 * @param zones in the order in which they were added
 */
public record ZoneSet(StoreId store, long epoch, List<ZoneEntry> zones) {

    /** No set is longer. */
    public static final int BYTES_MAX = 128 * 1024;

    /** Most zones that a store has. */
    public static final int ZONES_MAX = 16;

    private static final byte[] MAGIC = "EBSNZONE".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 52;
    private static final int CRC_BYTES = 4;
    private static final int TEXT_BYTES_MAX = 4096;
    private static final byte[] NOWHERE = new byte[ZoneId.BYTES];
    private static final String WHAT = "zone file";

    public ZoneSet {
        zones = List.copyOf(zones);
        if (epoch < 1 || zones.isEmpty() || zones.size() > ZONES_MAX) {
            throw new IllegalArgumentException(zones.size() + " zones at epoch " + epoch);
        }
    }

    /**
     * A set as it was read.
     *
     * @param set the zones
     * @param place the zone that the file was written for; empty for the data directory
     */
    public record Placed(ZoneSet set, Optional<ZoneId> place) {}

    /** The next set, with other zones. */
    public ZoneSet next(List<ZoneEntry> others) {
        return new ZoneSet(store, Math.addExact(epoch, 1), others);
    }

    /** The zone of an id. */
    public Optional<ZoneEntry> zone(ZoneId id) {
        return zones.stream().filter(zone -> zone.id().equals(id)).findFirst();
    }

    /** The zone of a name. */
    public Optional<ZoneEntry> named(String name) {
        return zones.stream().filter(zone -> zone.name().equals(name)).findFirst();
    }

    /**
     * The bytes of the set.
     *
     * @param place the zone that they are for; empty for the data directory
     */
    public byte[] encode(Optional<ZoneId> place) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.put(MAGIC).putShort((short) VERSION).putShort((short) zones.size());
        header.put(store.bytes()).putLong(epoch);
        header.put(place.map(ZoneId::bytes).orElse(NOWHERE));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header.array());
        for (ZoneEntry zone : zones) {
            bytes.writeBytes(zone.id().bytes());
            writeNumber(bytes, zone.standing().code());
            writeText(bytes, zone.name());
            writeText(bytes, zone.directory());
            writeText(bytes, zone.fileSystem());
        }
        byte[] checked = bytes.toByteArray();
        return ByteBuffer.allocate(checked.length + CRC_BYTES)
                .put(checked)
                .putInt(Checksums.crc32c(checked, 0, checked.length))
                .array();
    }

    /**
     * Reads a set.
     *
     * @throws Failure.Corrupt if anything is not of the form
     * @throws Failure.TooOld if the version is no longer read
     * @throws Failure.TooNew if the version is not known yet
     */
    public static Placed decode(byte[] bytes) {
        if (bytes.length < HEADER_BYTES + CRC_BYTES || bytes.length > BYTES_MAX) {
            throw new Failure.Corrupt(WHAT + " has " + bytes.length + " bytes");
        }
        ByteBuffer in = Checksums.requireFrame(WHAT, bytes, bytes.length, MAGIC);
        FormatVersions.require(WHAT, Short.toUnsignedInt(in.getShort()), VERSION, VERSION);
        Checksums.requireCrc(WHAT, bytes, bytes.length - CRC_BYTES);
        try {
            return decode(in.limit(bytes.length - CRC_BYTES));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new Failure.Corrupt(WHAT + " is not of its form: " + e.getMessage(), e);
        }
    }

    private static Placed decode(ByteBuffer in) {
        int count = Short.toUnsignedInt(in.getShort());
        StoreId store = StoreId.of(readBytes(in, StoreId.BYTES));
        long epoch = in.getLong();
        ZoneId place = ZoneId.of(readBytes(in, ZoneId.BYTES));
        List<ZoneEntry> zones = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ZoneId id = ZoneId.of(readBytes(in, ZoneId.BYTES));
            ZoneStanding standing = ZoneStanding.of(Short.toUnsignedInt(in.getShort()));
            zones.add(new ZoneEntry(id, readText(in), readText(in), readText(in), standing));
        }
        if (in.hasRemaining()) {
            throw new Failure.Corrupt(WHAT + " has " + in.remaining() + " bytes too many");
        }
        boolean nowhere = place.equals(ZoneId.of(NOWHERE));
        return new Placed(new ZoneSet(store, epoch, zones), nowhere ? Optional.empty() : Optional.of(place));
    }

    private static void writeNumber(ByteArrayOutputStream bytes, int number) {
        bytes.write(number >>> 8);
        bytes.write(number);
    }

    private static void writeText(ByteArrayOutputStream bytes, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > TEXT_BYTES_MAX) {
            throw new Failure.Invalid("'" + text + "' is longer than " + TEXT_BYTES_MAX + " bytes");
        }
        writeNumber(bytes, utf8.length);
        bytes.writeBytes(utf8);
    }

    private static byte[] readBytes(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    private static String readText(ByteBuffer in) {
        return new String(readBytes(in, Short.toUnsignedInt(in.getShort())), StandardCharsets.UTF_8);
    }
}

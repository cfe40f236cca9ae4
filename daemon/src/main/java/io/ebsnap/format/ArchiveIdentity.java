package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ArchiveId;
import io.ebsnap.identity.StoreId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Which archive this is, and of which store, {@code docs/format/archive.md}:
 *
 * <pre>
 *  0   8   magic EBSNARCH
 *  8  u16  version, 1
 * 10  u16  zero
 * 12  16   store id
 * 28  16   archive id
 * 44  u64  time of creation, seconds since 1970
 * 52  u32  CRC-32C of bytes 0..51
 * </pre>
 *
 * @param store whose archive it is
 * @param archive its random name
 * @param created when, in whole seconds
 */
public record ArchiveIdentity(StoreId store, ArchiveId archive, Instant created) {

    /** Length in bytes. */
    public static final int BYTES = 56;

    /** The object that holds it. */
    public static final String OBJECT = "archive";

    private static final byte[] MAGIC = "EBSNARCH".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int CHECKED_BYTES = 52;
    private static final long SECONDS_MAX = Instant.MAX.getEpochSecond();
    private static final String WHAT = "archive identity";

    public ArchiveIdentity {
        created = Instant.ofEpochSecond(created.getEpochSecond());
        if (created.getEpochSecond() < 0) {
            throw new IllegalArgumentException("an archive created at " + created);
        }
    }

    /** The {@link #BYTES} bytes of it. */
    public byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.put(MAGIC).putShort((short) VERSION).putShort((short) 0);
        bytes.put(store.bytes()).put(archive.bytes()).putLong(created.getEpochSecond());
        bytes.putInt(Checksums.crc32c(bytes.array(), 0, CHECKED_BYTES));
        return bytes.array();
    }

    /**
     * Reads an identity.
     *
     * @param bytes {@link #BYTES} bytes
     * @throws Failure.Corrupt if magic, length, checksum, time or a zero is wrong
     * @throws Failure.TooOld if the version is no longer read
     * @throws Failure.TooNew if the version is not known yet
     */
    public static ArchiveIdentity decode(byte[] bytes) {
        ByteBuffer identity = Checksums.requireFrame(WHAT, bytes, BYTES, MAGIC);
        FormatVersions.require(WHAT, Short.toUnsignedInt(identity.getShort()), VERSION, VERSION);
        Checksums.requireCrc(WHAT, bytes, CHECKED_BYTES);
        Checksums.requireZero(WHAT, bytes, 10, 2);
        long seconds = identity.getLong(44);
        if (seconds < 0 || seconds > SECONDS_MAX) {
            throw new Failure.Corrupt(WHAT + " was created " + seconds + " seconds after 1970");
        }
        return new ArchiveIdentity(StoreId.from(bytes, 12), ArchiveId.from(bytes, 28), Instant.ofEpochSecond(seconds));
    }
}

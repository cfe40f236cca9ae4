package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.PackId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first bytes of a pack, {@code docs/format/pack.md}:
 *
 * <pre>
 *  0   8   magic EBSNPACK
 *  8  u16  version, 1
 * 10  u8   kind of all its chunks
 * 11  u8   zero
 * 12  16   pack id
 * 28  16   domain id
 * 44  16   zero
 * 60  u32  CRC-32C of bytes 0..59
 * </pre>
 *
 * @param kind of all chunks of the pack
 * @param pack its name
 * @param domain of all its chunks
 */
public record PackHeader(ChunkKind kind, PackId pack, DomainId domain) {

    /** Length of the header, and so the offset of the first record. */
    public static final int BYTES = 64;

    private static final byte[] MAGIC = "EBSNPACK".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int CHECKED_BYTES = 60;
    private static final String WHAT = "pack header";

    /** The {@link #BYTES} bytes of it. */
    public byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.put(MAGIC).putShort((short) VERSION).put((byte) kind.code()).put((byte) 0);
        bytes.put(pack.bytes()).put(domain.bytes()).position(CHECKED_BYTES);
        bytes.putInt(Checksums.crc32c(bytes.array(), 0, CHECKED_BYTES));
        return bytes.array();
    }

    /**
     * Reads a header.
     *
     * @param bytes {@link #BYTES} bytes
     * @throws Failure.Corrupt if magic, checksum, kind or a zero is wrong
     * @throws Failure.TooOld if the version is no longer read
     * @throws Failure.TooNew if the version is not known yet
     */
    public static PackHeader decode(byte[] bytes) {
        ByteBuffer header = Checksums.requireFrame(WHAT, bytes, BYTES, MAGIC);
        FormatVersions.require(WHAT, Short.toUnsignedInt(header.getShort()), VERSION, VERSION);
        Checksums.requireCrc(WHAT, bytes, CHECKED_BYTES);
        ChunkKind kind = ChunkKindCodes.kindOf(WHAT, Byte.toUnsignedInt(header.get()));
        Checksums.requireZero(WHAT, bytes, 11, 1);
        Checksums.requireZero(WHAT, bytes, 44, 16);
        return new PackHeader(kind, PackId.from(bytes, 12), DomainId.from(bytes, 28));
    }
}

package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The note of a copy that a reflink tracker keeps, {@code docs/format/kept-copy.md}:
 *
 * <pre>
 *   0   8   magic EBSNKEPT
 *   8  u16  version, 1
 *  10  u8   1 if it is kept, 0 if it is being made or removed
 *  11  u8   1 if there is a root
 *  12  32   root page id
 *  44  16   domain id
 *  60  u64  size of the volume
 *  68  u64  where it begins in the file
 *  76  24   volume id
 * 100  24   snapshot id
 * 124  u64  inode
 * 132  u64  length of the file
 * 140  u64  modification time, ns
 * 148  u64  change time, ns
 * 156  u16  length n of the path
 * 158   n   path
 * ...  u32  CRC-32C of all before
 * </pre>
 *
 * @param kept whether it counts
 * @param of whose content it is
 * @param start of the volume in it: bytes
 * @param inode what the file system said of it when it was kept
 * @param path absolute
 */
public record KeptCopy(boolean kept, Content of, long start, Inode inode, String path) {

    /** The longest path in UTF-8. */
    public static final int PATH_BYTES_MAX = 4096;

    /** The longest note. */
    public static final int BYTES_MAX = 162 + PATH_BYTES_MAX;

    private static final byte[] MAGIC = "EBSNKEPT".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int NAME_BYTES = 24;
    private static final int PATH_OFFSET = 158;
    private static final int CRC_BYTES = 4;
    private static final String WHAT = "note of a kept copy";

    /**
     * A snapshot's content.
     *
     * @param volume id, at most 24 ASCII characters
     * @param snapshot id, likewise
     * @param domain of its chunks
     * @param sizeBytes of the volume
     * @param root of its block map
     */
    public record Content(String volume, String snapshot, DomainId domain, long sizeBytes, Optional<ChunkId> root) {}

    /**
     * What tells a file and its content from another.
     *
     * @param number of the inode
     * @param lengthBytes of the file
     * @param modifiedNanos since 1970
     * @param changedNanos since 1970
     */
    public record Inode(long number, long lengthBytes, long modifiedNanos, long changedNanos) {

        /** Of a copy that does not count. */
        public static final Inode NONE = new Inode(0, 0, 0, 0);
    }

    /** The bytes of the note. */
    public byte[] encode() {
        byte[] pathBytes = path.getBytes(StandardCharsets.UTF_8);
        if (pathBytes.length < 1 || pathBytes.length > PATH_BYTES_MAX) {
            throw new Failure.Invalid("a path of " + pathBytes.length + " bytes cannot be noted");
        }
        ByteBuffer note = ByteBuffer.allocate(PATH_OFFSET + pathBytes.length + CRC_BYTES);
        note.put(MAGIC).putShort((short) VERSION).put((byte) (kept ? 1 : 0));
        note.put(TagFile.encodeRoot(of.root())).put(of.domain().bytes());
        note.putLong(of.sizeBytes()).putLong(start).put(padded(of.volume())).put(padded(of.snapshot()));
        note.putLong(inode.number()).putLong(inode.lengthBytes());
        note.putLong(inode.modifiedNanos()).putLong(inode.changedNanos());
        note.putShort((short) pathBytes.length).put(pathBytes);
        return note.putInt(Checksums.crc32c(note.array(), 0, note.position())).array();
    }

    /**
     * What a note says.
     *
     * @throws Failure.Corrupt if anything is not as the table says
     * @throws Failure.TooOld if the version is no longer read
     * @throws Failure.TooNew if the version is not known yet
     */
    public static KeptCopy decode(byte[] bytes) {
        if (bytes.length <= PATH_OFFSET + CRC_BYTES || bytes.length > BYTES_MAX) {
            throw new Failure.Corrupt(WHAT + " has " + bytes.length + " bytes");
        }
        ByteBuffer note = Checksums.requireFrame(WHAT, bytes, bytes.length, MAGIC);
        FormatVersions.require(WHAT, Short.toUnsignedInt(note.getShort()), VERSION, VERSION);
        Checksums.requireCrc(WHAT, bytes, bytes.length - CRC_BYTES);
        int length = Short.toUnsignedInt(note.getShort(156));
        if (length != bytes.length - PATH_OFFSET - CRC_BYTES) {
            throw new Failure.Corrupt(WHAT + " of " + bytes.length + " bytes has a path of " + length);
        }
        Optional<ChunkId> root = bytes[11] == 0 ? Optional.empty() : Optional.of(ChunkId.from(bytes, 12));
        Content of = new Content(text(bytes, 76), text(bytes, 100), DomainId.from(bytes, 44), note.getLong(60), root);
        Inode inode = new Inode(note.getLong(124), note.getLong(132), note.getLong(140), note.getLong(148));
        String path = new String(bytes, PATH_OFFSET, length, StandardCharsets.UTF_8);
        return new KeptCopy(bytes[10] == 1, of, note.getLong(68), inode, path);
    }

    private static byte[] padded(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > NAME_BYTES) {
            throw new IllegalArgumentException("an id of " + bytes.length + " characters");
        }
        return Arrays.copyOf(bytes, NAME_BYTES);
    }

    private static String text(byte[] bytes, int offset) {
        return new String(bytes, offset, NAME_BYTES, StandardCharsets.US_ASCII).replace("\0", "");
    }
}

package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A page of a block map: 256 slots, each the id of a chunk or of a page one level below, or absent. Immutable.
 *
 * <pre>
 *  offset size
 *       0    4  magic EBPG
 *       4  u16  version, 1
 *       6   u8  level: 0 leaf
 *       7   u8  zero
 *       8  u16  number of ids n, 1..256
 *      10    6  zero
 *      16   32  presence bitmap, least significant bit first
 *      48 32 n  ids of the present slots in slot order
 * </pre>
 *
 * <p>Nothing but the ids varies with the content, and absent slots take a bit: pages are not compressible and need not be.
 * See {@code docs/format/blockmap.md}.
 */
public final class BlockMapPage {

    /** Slots of a page. */
    public static final int FAN_OUT = 256;

    /** The deepest tree there can be: 256^5 blocks of 512 KiB are 512 PiB. */
    public static final int LEVEL_MAX = 4;

    /** The encoded length of a page with every slot present, in bytes. */
    public static final int BYTES_MAX = 48 + FAN_OUT * ChunkId.BYTES;

    private static final int MAGIC = 0x45425047;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 48;
    private static final int BITMAP_OFFSET = 16;

    private final int level;
    private final @Nullable ChunkId[] slots;

    private BlockMapPage(int level, @Nullable ChunkId[] slots) {
        this.level = level;
        this.slots = slots;
    }

    /**
     * A page of a copy of {@code slots}.
     *
     * @param level 0 .. {@link #LEVEL_MAX}
     * @param slots {@link #FAN_OUT} of them, at least one present
     */
    public static BlockMapPage of(int level, @Nullable ChunkId[] slots) {
        Objects.checkIndex(level, LEVEL_MAX + 1);
        if (slots.length != FAN_OUT || present(slots) == 0) {
            throw new IllegalArgumentException("a page has " + FAN_OUT + " slots, at least one present");
        }
        return new BlockMapPage(level, slots.clone());
    }

    /** 0 for a leaf, whose slots are blocks; else the height above the leaves. */
    public int level() {
        return level;
    }

    /** The id in a slot; null if the slot is absent. */
    public @Nullable ChunkId slot(int index) {
        return slots[index];
    }

    /** A copy of all slots. */
    public @Nullable ChunkId[] slots() {
        return slots.clone();
    }

    /** The page's bytes: its plaintext as a chunk. */
    public byte[] encode() {
        int count = present(slots);
        byte[] bytes = new byte[HEADER_BYTES + count * ChunkId.BYTES];
        ByteBuffer.wrap(bytes)
                .putInt(MAGIC)
                .putShort((short) VERSION)
                .put((byte) level)
                .put((byte) 0)
                .putShort((short) count);
        int offset = HEADER_BYTES;
        for (int i = 0; i < FAN_OUT; i++) {
            ChunkId id = slots[i];
            if (id != null) {
                bytes[BITMAP_OFFSET + i / Byte.SIZE] |= (byte) (1 << (i % Byte.SIZE));
                id.copyTo(bytes, offset);
                offset += ChunkId.BYTES;
            }
        }
        return bytes;
    }

    /**
     * The page that {@link #encode} made.
     *
     * @param length of the page within {@code bytes}, from 0
     * @throws Failure.Corrupt if it is no such page
     * @throws Failure.TooNew if its version is newer than this program knows
     */
    public static BlockMapPage decode(byte[] bytes, int length) {
        Objects.checkFromIndexSize(0, length, bytes.length);
        int count = checkedCount(bytes, length);
        @Nullable ChunkId[] slots = new @Nullable ChunkId[FAN_OUT];
        int offset = HEADER_BYTES;
        for (int i = 0; i < FAN_OUT; i++) {
            if ((bytes[BITMAP_OFFSET + i / Byte.SIZE] >> (i % Byte.SIZE) & 1) == 1) {
                require(offset < length, "more slots present than the " + count + " ids that it holds");
                slots[i] = ChunkId.from(bytes, offset);
                offset += ChunkId.BYTES;
            }
        }
        require(offset == length, "fewer slots present than the " + count + " ids that it holds");
        return new BlockMapPage(bytes[6], slots);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlockMapPage that && level == that.level && Arrays.equals(slots, that.slots);
    }

    @Override
    public int hashCode() {
        return 31 * level + Arrays.hashCode(slots);
    }

    private static int checkedCount(byte[] bytes, int length) {
        require(length >= HEADER_BYTES + ChunkId.BYTES, "only " + length + " bytes long");
        ByteBuffer header = ByteBuffer.wrap(bytes, 0, HEADER_BYTES);
        require(header.getInt() == MAGIC, "magic not EBPG");
        int version = Short.toUnsignedInt(header.getShort());
        if (version > VERSION) {
            throw new Failure.TooNew("block map page of version " + version + ", newest known is " + VERSION);
        }
        if (version < VERSION) {
            throw new Failure.TooOld("block map page of version " + version + ", oldest known is " + VERSION);
        }
        int level = header.get();
        require(level >= 0 && level <= LEVEL_MAX && header.get() == 0, "level " + level + " out of range");
        int count = Short.toUnsignedInt(header.getShort());
        require(
                count >= 1 && count <= FAN_OUT && length == HEADER_BYTES + count * ChunkId.BYTES,
                count + " ids do not fit its " + length + " bytes");
        require(header.getInt() == 0 && header.getShort() == 0, "reserved bytes not zero");
        return count;
    }

    private static void require(boolean holds, String found) {
        if (!holds) {
            throw new Failure.Corrupt("block map page: " + found);
        }
    }

    private static int present(@Nullable ChunkId[] slots) {
        int count = 0;
        for (ChunkId id : slots) {
            if (id != null) {
                count++;
            }
        }
        return count;
    }
}

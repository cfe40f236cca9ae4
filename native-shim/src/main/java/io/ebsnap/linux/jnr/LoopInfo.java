package io.ebsnap.linux.jnr;

import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.LoopOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The kernel's structures about a loop device.
 *
 * <pre>
 * struct loop_config, 304 bytes       struct loop_info64, 232 bytes
 *  0 u32 backing descriptor            0 u64 device of the backing file
 *  4 u32 sector bytes                  8 u64 its inode
 *  8 loop_info64                      16 u64 device of the file, if it is one
 * 240 u64[8] reserved                 24 u64 offset
 *                                     32 u64 size limit
 *                                     40 u32 number, 44 and 48 encryption
 *                                     52 u32 flags
 *                                     56 char[64] name, cut off
 * </pre>
 */
final class LoopInfo {

    private static final int CONFIG_BYTES = 304;
    private static final int INFO_BYTES = 232;
    private static final int INFO_IN_CONFIG = 8;
    private static final int OFFSET = 24;
    private static final int SIZE_LIMIT = 32;
    private static final int FLAGS = 52;
    private static final int NAME = 56;
    private static final int NAME_BYTES_MAX = 63;

    private static final int READ_ONLY = 1;
    private static final int AUTO_CLEAR = 4;
    private static final int PARTITION_SCAN = 8;
    private static final int DIRECT_IO = 16;

    private final ByteBuffer info;

    /** An empty one for the kernel to fill in. */
    LoopInfo() {
        this.info = Syscalls.struct(INFO_BYTES);
    }

    /** What LOOP_CONFIGURE reads. */
    static ByteBuffer config(LoopOptions options, int backing) {
        ByteBuffer config = Syscalls.struct(CONFIG_BYTES);
        config.putInt(0, backing).putInt(Integer.BYTES, options.logicalSectorBytes());
        config.putLong(INFO_IN_CONFIG + OFFSET, options.offset());
        config.putLong(INFO_IN_CONFIG + SIZE_LIMIT, options.sizeLimit());
        config.putInt(INFO_IN_CONFIG + FLAGS, flags(options));
        byte[] name = options.backingFile().toString().getBytes(StandardCharsets.UTF_8);
        config.put(INFO_IN_CONFIG + NAME, name, 0, Math.min(name.length, NAME_BYTES_MAX));
        return config;
    }

    private static int flags(LoopOptions options) {
        return (options.readOnly() ? READ_ONLY : 0)
                | (options.autoClear() ? AUTO_CLEAR : 0)
                | (options.partitionScan() ? PARTITION_SCAN : 0)
                | (options.directIo() ? DIRECT_IO : 0);
    }

    ByteBuffer buffer() {
        return info;
    }

    /** The kernel's packed form: 12 bits of minor, 8 low and 4.. high ones, around 12 bits of major. */
    DeviceNumber backingNumber() {
        long packed = info.getLong(0);
        return new DeviceNumber((int) ((packed >>> 8) & 0xfff), (int) ((packed & 0xff) | ((packed >>> 12) & 0xfff00)));
    }

    long backingInode() {
        return info.getLong(Long.BYTES);
    }

    long offset() {
        return info.getLong(OFFSET);
    }

    long sizeLimit() {
        return info.getLong(SIZE_LIMIT);
    }

    boolean readOnly() {
        return has(READ_ONLY);
    }

    boolean autoClear() {
        return has(AUTO_CLEAR);
    }

    boolean partitionScan() {
        return has(PARTITION_SCAN);
    }

    boolean directIo() {
        return has(DIRECT_IO);
    }

    private boolean has(int flag) {
        return (info.getInt(FLAGS) & flag) != 0;
    }
}

package io.ebsnap.format;

import io.ebsnap.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * What the next daemon must know of trusted time, {@code docs/format/locks.md}:
 *
 * <pre>
 *  0     u64  trusted time, milliseconds since 1970
 *  8     u64  time of day at that moment, the same
 * 16     u64  milliseconds that the kernel had been running
 * 24     u8   1 if the time of day was believed since the kernel started, else 0
 * 25     36   boot id, ASCII
 * </pre>
 *
 * @param trusted time
 * @param wall time of day at that moment
 * @param sinceBoot how long the kernel had been running
 * @param believed whether the time of day was believed since the kernel started
 * @param bootId tells that run of the kernel from others
 */
public record TimeNote(Instant trusted, Instant wall, Duration sinceBoot, boolean believed, String bootId) {

    private static final int BYTES = 61;
    private static final int BOOT_ID_BYTES = 36;

    /** The note's bytes. */
    public byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .putLong(trusted.toEpochMilli())
                .putLong(wall.toEpochMilli())
                .putLong(sinceBoot.toMillis())
                .put((byte) (believed ? 1 : 0))
                .put(String.format(Locale.ROOT, "%-36.36s", bootId).getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    /**
     * Reads a note.
     *
     * @throws Failure.Corrupt if it is none
     */
    public static TimeNote decode(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new Failure.Corrupt("the note of trusted time has " + bytes.length + " bytes instead of " + BYTES);
        }
        ByteBuffer source = ByteBuffer.wrap(bytes);
        Instant trusted = Instant.ofEpochMilli(source.getLong());
        Instant wall = Instant.ofEpochMilli(source.getLong());
        Duration sinceBoot = Duration.ofMillis(source.getLong());
        boolean believed = source.get() == 1;
        byte[] bootId = new byte[BOOT_ID_BYTES];
        source.get(bootId);
        return new TimeNote(trusted, wall, sinceBoot, believed, new String(bootId, StandardCharsets.US_ASCII).strip());
    }
}

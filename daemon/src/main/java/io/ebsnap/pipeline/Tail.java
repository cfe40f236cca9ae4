package io.ebsnap.pipeline;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.charset.StandardCharsets;

/** The end of what a program prints. Safe for use by several threads. */
final class Tail {

    /** So much is kept, in bytes. */
    static final int BYTES_MAX = 16 << 10;

    @GuardedBy("this")
    private final byte[] ring = new byte[BYTES_MAX];

    @GuardedBy("this")
    private long count;

    /** Takes more. */
    synchronized void add(byte[] bytes, int length) {
        for (int i = Math.max(0, length - BYTES_MAX); i < length; i++) {
            ring[(int) ((count + i) % BYTES_MAX)] = bytes[i];
        }
        count += length;
    }

    /** What is kept, as text; what is no text is replaced. */
    synchronized String text() {
        int length = (int) Math.min(count, BYTES_MAX);
        byte[] ordered = new byte[length];
        for (int i = 0; i < length; i++) {
            ordered[i] = ring[(int) ((count - length + i) % BYTES_MAX)];
        }
        String text = new String(ordered, StandardCharsets.UTF_8);
        return text.length() <= BYTES_MAX ? text : text.substring(text.length() - BYTES_MAX);
    }
}

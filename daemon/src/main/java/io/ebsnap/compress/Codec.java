package io.ebsnap.compress;

import io.ebsnap.failure.Failure;

/** How a chunk's plaintext is compressed. The codes are those of {@code docs/format/chunk.md}. */
public enum Codec {
    /** Not at all. */
    RAW(0),
    /** LZ4 block format, without a frame. */
    LZ4(1),
    /** A Zstandard frame (RFC 8878) without content size and checksum. */
    ZSTD(2);

    private final int code;

    Codec(int code) {
        this.code = code;
    }

    /** The byte that stands for it on disk. */
    public int code() {
        return code;
    }

    /**
     * The codec of a code.
     *
     * @throws Failure.TooNew if this program knows no such codec
     */
    public static Codec ofCode(int code) {
        return switch (code) {
            case 0 -> RAW;
            case 1 -> LZ4;
            case 2 -> ZSTD;
            default -> throw new Failure.TooNew("compression codec " + code + " is not known, only 0 to 2 are");
        };
    }
}

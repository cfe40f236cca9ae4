package io.ebsnap.identity;

/** What a chunk holds. The codes are those of {@code docs/format/chunk.md}. */
public enum ChunkKind {
    /** The content of a block. */
    DATA(1),
    /** A block map page. */
    PAGE(2);

    private final int code;

    ChunkKind(int code) {
        this.code = code;
    }

    /** The byte that stands for it on disk. */
    public int code() {
        return code;
    }
}

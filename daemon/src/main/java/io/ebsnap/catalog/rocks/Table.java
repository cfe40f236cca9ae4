package io.ebsnap.catalog.rocks;

import java.nio.charset.StandardCharsets;

/** The column families of {@code docs/format/index.md}. */
enum Table {
    /** What the index says of itself. */
    DEFAULT("default"),
    /** Chunk id -> place. */
    CHUNK("chunk"),
    /** Pack id -> what is known of the pack. */
    PACK("pack"),
    /** Kind and id -> catalog record. */
    CATALOG("catalog");

    private final String title;

    Table(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    byte[] nameBytes() {
        return title.getBytes(StandardCharsets.US_ASCII);
    }
}

package io.ebsnap.chunk;

/** What can be wrong with a pack. */
public enum PackFindingKind {
    /** The index knows it, the store does not have it. */
    PACK_MISSING("pack-missing", "damage"),
    /** Header or trailer are not what was written; records may be whole all the same. */
    PACK_DAMAGED("pack-damaged", "damage"),
    /** The store cannot read header or trailer now: a disk refuses, a directory is not there. What is in it may be whole. */
    PACK_UNREADABLE("pack-unreadable", "damage"),
    /** A record is not what was written. */
    RECORD_DAMAGED("chunk-damaged", "damage"),
    /** It could be checked by checksums only: its domain's key is not to be had. */
    KEY_MISSING("key-missing", "warning"),
    /** It is of a format version that this program does not read. */
    VERSION_UNKNOWN("version-unknown", "warning"),
    /** A zone's copy is not what was written; another zone's is. */
    COPY_DAMAGED("copy-damaged", "warning"),
    /** A zone's copy was not what was written, and is again. */
    COPY_HEALED("copy-healed", "notice"),
    /** An object among the packs has no pack's name. */
    NAME_UNKNOWN("name-unknown", "notice");

    private final String word;
    private final String severity;

    PackFindingKind(String word, String severity) {
        this.word = word;
        this.severity = severity;
    }

    /** The word for it in answers. */
    public String word() {
        return word;
    }

    /** How bad: {@code damage} (content may be lost), {@code warning} (not as it should be), {@code notice}. */
    public String severity() {
        return severity;
    }
}

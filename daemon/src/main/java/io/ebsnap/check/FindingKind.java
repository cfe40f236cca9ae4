package io.ebsnap.check;

/** What is wrong. */
public enum FindingKind {
    /** A pack that chunks are expected in is not there. */
    PACK_MISSING("pack-missing"),
    /** A pack's header or trailer is not what was written. */
    PACK_DAMAGED("pack-damaged"),
    /** A pack cannot be read now, because a disk or directory refuses; it may be whole. */
    PACK_UNREADABLE("pack-unreadable"),
    /** A pack is of a format version that this program does not read. */
    VERSION_UNKNOWN("version-unknown"),
    /** An object among the packs has no pack's name. */
    NAME_UNKNOWN("name-unknown"),
    /** A chunk's record is not what was written. */
    CHUNK_DAMAGED("chunk-damaged"),
    /** A chunk that a snapshot needs is in no pack. */
    CHUNK_MISSING("chunk-missing"),
    /** A block map page of a snapshot cannot be read. */
    PAGE_DAMAGED("page-damaged"),
    /** A catalog record cannot be read. */
    RECORD_DAMAGED("record-damaged"),
    /** A key is not to be had, so that what it seals could not be checked in full. */
    KEY_MISSING("key-missing"),
    /** An object is damaged or missing in a zone, and whole in another one. */
    COPY_DAMAGED("copy-damaged"),
    /** An object was damaged or missing in a zone, and was healed from another one. */
    COPY_HEALED("copy-healed"),
    /** A lock is not what it was, or the record of a locked snapshot, or the clock was set. */
    LOCK_DOUBTFUL("lock-doubtful"),
    /** A chunk that was damaged has been stored again. */
    HEALED("healed");

    private final String word;

    FindingKind(String word) {
        this.word = word;
    }

    /** The word for it in answers. */
    public String word() {
        return word;
    }
}

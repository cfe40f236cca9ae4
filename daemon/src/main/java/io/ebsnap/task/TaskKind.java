package io.ebsnap.task;

/** What a task does. */
public enum TaskKind {
    RESTORE("restore"),
    EXPORT("export"),
    PUSH("push"),
    TIERING("tiering"),
    VERIFY("verify"),
    COLLECT_GARBAGE("gc"),
    REBUILD_INDEX("rebuild-index"),
    SYNC_ZONE("zone-sync"),
    DRAIN_ZONE("zone-drain"),
    BUILD_IMAGE("image-build");

    private final String word;

    TaskKind(String word) {
        this.word = word;
    }

    /** The word for it in answers. */
    public String word() {
        return word;
    }
}

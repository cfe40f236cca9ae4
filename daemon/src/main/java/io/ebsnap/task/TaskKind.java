package io.ebsnap.task;

/** What a task does. */
public enum TaskKind {
    RESTORE("restore"),
    VERIFY("verify"),
    COLLECT_GARBAGE("gc"),
    REBUILD_INDEX("rebuild-index");

    private final String word;

    TaskKind(String word) {
        this.word = word;
    }

    /** The word for it in answers. */
    public String word() {
        return word;
    }
}

package io.ebsnap.task;

/** Where a task is in its life. */
public enum TaskState {
    /** It has begun and not ended. */
    RUNNING("running"),
    /** It did what it was asked to do; its result may hold findings. */
    COMPLETED("completed"),
    /** It ended with a failure; its message says which. */
    FAILED("failed"),
    /** Somebody asked it to end before it was done, and it has. */
    CANCELLED("cancelled");

    private final String word;

    TaskState(String word) {
        this.word = word;
    }

    /** The word for it in answers. */
    public String word() {
        return word;
    }

    /** Whether it will not change any more. */
    public boolean ended() {
        return this != RUNNING;
    }
}

package io.ebsnap.api;

/** Where a task is in its life. */
public enum TaskState {
    /** It works, or waits for its turn. */
    RUNNING,
    /** It did what it was for. */
    COMPLETED,
    /** It ended with an error. */
    FAILED,
    /** It was stopped on request. */
    CANCELLED
}

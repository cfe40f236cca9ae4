package io.ebsnap.restore;

import io.ebsnap.task.TaskRun;

/** Counts what a restore has done. Safe for use by several threads. */
interface RestoreTally {

    /** Says that so many bytes of the volume are dealt with. */
    void advance(long bytes);

    /** Counts something by name. */
    void count(String name, long units);

    /** What a task shows. */
    static RestoreTally of(TaskRun run) {
        return new RestoreTally() {
            @Override
            public void advance(long bytes) {
                run.advance(bytes);
            }

            @Override
            public void count(String name, long units) {
                run.count(name, units);
            }
        };
    }
}

package io.ebsnap.linux.jnr;

import io.ebsnap.linux.ProcessSettings;

final class JnrProcessSettings implements ProcessSettings {

    private static final int PR_SET_IO_FLUSHER = 57;
    private static final int PRIO_PROCESS = 0;

    /** A tenth of what a thread of ordinary priority gets beside it. */
    private static final int BACKGROUND_NICENESS = 10;

    private final Syscalls syscalls;

    JnrProcessSettings(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    @Override
    public int fileModeMask(int mask) {
        return syscalls.libc().umask(mask);
    }

    @Override
    public boolean declareIoFlusher() {
        return syscalls.libc().prctl(PR_SET_IO_FLUSHER, 1, 0, 0, 0) == 0;
    }

    /** Linux gives each thread a priority of its own, and 0 is the calling one: setpriority(2), "C library/kernel differences". */
    @Override
    public boolean standBack() {
        return syscalls.libc().setpriority(PRIO_PROCESS, 0, BACKGROUND_NICENESS) == 0;
    }
}

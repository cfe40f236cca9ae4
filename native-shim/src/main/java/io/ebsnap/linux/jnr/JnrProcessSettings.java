package io.ebsnap.linux.jnr;

import io.ebsnap.linux.ProcessSettings;

final class JnrProcessSettings implements ProcessSettings {

    private static final int PR_SET_IO_FLUSHER = 57;

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
}

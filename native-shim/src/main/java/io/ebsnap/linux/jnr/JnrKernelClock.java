package io.ebsnap.linux.jnr;

import io.ebsnap.linux.BootId;
import io.ebsnap.linux.KernelClock;
import io.ebsnap.linux.LinuxException;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.time.Duration;

final class JnrKernelClock implements KernelClock {

    private static final int CLOCK_BOOTTIME = 7;
    private static final int TIMESPEC_BYTES = 16;

    /** struct timex; with modes 0 nothing is changed. */
    private static final int TIMEX_BYTES = 208;

    private static final int STATUS_OFFSET = 40;
    private static final int STA_UNSYNC = 0x40;
    private static final int TIME_ERROR = 5;

    private final Syscalls syscalls;

    JnrKernelClock(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    @Override
    public String bootId() throws IOException {
        return BootId.current();
    }

    @Override
    public Duration sinceBoot() throws LinuxException {
        ByteBuffer time = Syscalls.struct(TIMESPEC_BYTES);
        try {
            long unused = syscalls.check(
                    "clock_gettime",
                    "CLOCK_BOOTTIME",
                    LinuxException.NO_OFFSET,
                    () -> syscalls.libc().clock_gettime(CLOCK_BOOTTIME, time));
            return Duration.ofSeconds(time.getLong(0), time.getLong(Long.BYTES));
        } finally {
            Reference.reachabilityFence(time);
        }
    }

    @Override
    public boolean isSynchronised() {
        ByteBuffer timex = Syscalls.struct(TIMEX_BYTES);
        try {
            int state = syscalls.libc().adjtimex(timex);
            return state >= 0 && state != TIME_ERROR && (timex.getInt(STATUS_OFFSET) & STA_UNSYNC) == 0;
        } finally {
            Reference.reachabilityFence(timex);
        }
    }
}

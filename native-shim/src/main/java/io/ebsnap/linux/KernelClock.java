package io.ebsnap.linux;

import java.io.IOException;
import java.time.Duration;

/** What the kernel knows of time beside the time of day, which anybody with the right to may set. */
public interface KernelClock {

    /** Tells this run of the kernel from others: 36 characters. */
    String bootId() throws IOException;

    /** How long the kernel has been running, times of sleep included (CLOCK_BOOTTIME). Never set, never goes back. */
    Duration sinceBoot() throws LinuxException;

    /**
     * Whether somebody keeps the time of day in line with the world's: adjtimex(2) without STA_UNSYNC, which the kernel sets at its start and whenever
     * the clock is set by hand. False too where the kernel does not tell.
     */
    boolean isSynchronised();
}

package io.ebsnap.lock;

import java.time.Duration;

/** What trusted time is made of: what the kernel knows beside the time of day. */
public interface SteadyClock {

    /** Tells this run of the kernel from others: at most 36 ASCII characters. */
    String bootId();

    /** How long the kernel has been running, times of sleep included; never goes back within one run. */
    Duration sinceBoot();

    /** Whether the kernel says that somebody keeps the time of day in line with the world's. */
    boolean isSynchronised();
}

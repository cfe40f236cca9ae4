package io.ebsnap.linux;

/**
 * A process that does nothing but hold a file open.
 *
 * @param processId the kernel's number; another process may get it later
 * @param startTicks when it started, in the kernel's ticks since the machine started: with the number, its identity
 */
public record Keeper(long processId, long startTicks) {}

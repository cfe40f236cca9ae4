package io.ebsnap.snapshot;

/**
 * What one stage of the copy has done: the one with the lowest rate a thread is the limit.
 *
 * @param stage {@code read}, {@code zero-test}, then the stages of {@link io.ebsnap.chunk.WriteStage} in lower case
 * @param bytes that went through it
 * @param busyNanos that threads spent in it, summed over the threads
 */
public record StageRate(String stage, long bytes, long busyNanos) {

    /** Bytes per second of one thread. */
    public double bytesPerSecond() {
        return busyNanos == 0 ? 0 : bytes * 1e9 / busyNanos;
    }
}

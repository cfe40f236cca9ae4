package io.ebsnap.chunk;

/**
 * What one stage of a writer has done so far.
 *
 * @param stage which
 * @param calls how many chunks (packs for {@link WriteStage#COMMIT}) went through it
 * @param bytes that went through it
 * @param busyNanos that threads spent in it, summed over the threads
 */
public record StageCount(WriteStage stage, long calls, long bytes, long busyNanos) {}

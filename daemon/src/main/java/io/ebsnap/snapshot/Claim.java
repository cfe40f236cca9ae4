package io.ebsnap.snapshot;

/**
 * A piece of the volume that one worker deals with: one block to be read, or blocks that are known to be zeros.
 *
 * @param sequence its place in the order of appending, from 0
 * @param first block
 * @param count of blocks; 1 unless zeros
 * @param zeros whether they are known to be holes
 */
record Claim(long sequence, long first, long count, boolean zeros) {}

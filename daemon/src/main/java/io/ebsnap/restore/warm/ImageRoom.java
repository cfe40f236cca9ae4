package io.ebsnap.restore.warm;

/**
 * How much room there is where images lie.
 *
 * @param totalBytes taken or not
 * @param freeBytes of that
 */
record ImageRoom(long totalBytes, long freeBytes) {}

package io.ebsnap.linux.fuse;

/**
 * The one file, as it is now.
 *
 * @param sizeBytes 0 or more
 * @param blockBytes what it is best read, written and discarded in: a power of two
 * @param readOnly whether nobody may write
 */
public record FuseFile(long sizeBytes, int blockBytes, boolean readOnly) {}

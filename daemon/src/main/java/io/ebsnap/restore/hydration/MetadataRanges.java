package io.ebsnap.restore.hydration;

/** Is told where metadata lies: bytes from the beginning of a file system. */
@FunctionalInterface
interface MetadataRanges {
    void add(long offset, long length);
}

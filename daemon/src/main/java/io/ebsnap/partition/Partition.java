package io.ebsnap.partition;

/**
 * A partition of a disk.
 *
 * @param number as the kernel counts: from 1, logical ones of an MBR from 5
 * @param type what the table says it is for
 * @param offset where it begins, bytes
 * @param length in bytes, 1 or more
 */
public record Partition(int number, String type, long offset, long length) {}

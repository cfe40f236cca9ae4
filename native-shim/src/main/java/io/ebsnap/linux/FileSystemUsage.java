package io.ebsnap.linux;

/**
 * Size and free space of a file system.
 *
 * @param type its kind
 * @param blockBytes the unit it hands space out in
 * @param totalBytes its size
 * @param freeBytes what is free, with what is kept for root
 * @param availableBytes what an ordinary user can still write
 * @param freeFiles how many files can still be made; 0 where the file system does not count them
 */
public record FileSystemUsage(
        FileSystemType type, long blockBytes, long totalBytes, long freeBytes, long availableBytes, long freeFiles) {}

package io.ebsnap.device;

/**
 * What a restore wants to write to.
 *
 * @param target absolute path of a block device or of a file, which is made if it does not exist
 * @param sizeBytes how much will be written: a device may be larger, a file becomes exactly this long
 * @param force overwrite a target that holds something; never one that is in use
 */
public record TargetOrder(String target, long sizeBytes, boolean force) {}

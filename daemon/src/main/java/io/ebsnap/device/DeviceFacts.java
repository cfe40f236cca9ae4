package io.ebsnap.device;

/**
 * What a device is, as far as a volume's record wants to know.
 *
 * @param device path or URI, as the user gave it
 * @param identity what tells it from another device under the same path, such as {@code dm-uuid:LVM-...}, {@code wwn:...} or
 *     {@code file:DEV:INODE}; empty if it has no such thing
 * @param sizeBytes now
 */
public record DeviceFacts(String device, String identity, long sizeBytes) {}

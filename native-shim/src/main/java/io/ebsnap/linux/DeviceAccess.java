package io.ebsnap.linux;

/**
 * How to open a device or an image file.
 *
 * @param write whether to write as well as read
 * @param caching whether reads and writes go through the page cache
 * @param exclusive of a block device: fail with EBUSY if anybody else holds it (a mount, a swap area, device mapper, an
 *     array, another exclusive opener), and keep those out until it is closed; a plain open by others stays possible. Has
 *     no meaning for a regular file
 */
public record DeviceAccess(boolean write, Caching caching, boolean exclusive) {

    /** The part of the page cache in reads and writes. */
    public enum Caching {
        /** Through the page cache. */
        BUFFERED,
        /** Past the page cache; opening fails with EINVAL where the file system cannot do that. */
        DIRECT,
        /** Past the page cache where that can be done, else through it. */
        DIRECT_IF_POSSIBLE
    }

    /** Reads only, through the page cache, beside others. */
    public static DeviceAccess readOnly() {
        return new DeviceAccess(false, Caching.BUFFERED, false);
    }

    /** Reads and writes, through the page cache, beside others. */
    public static DeviceAccess readWrite() {
        return new DeviceAccess(true, Caching.BUFFERED, false);
    }

    /** The same past the page cache. */
    public DeviceAccess direct() {
        return new DeviceAccess(write, Caching.DIRECT, exclusive);
    }

    /** The same past the page cache where that can be done. */
    public DeviceAccess directIfPossible() {
        return new DeviceAccess(write, Caching.DIRECT_IF_POSSIBLE, exclusive);
    }

    /** The same while nobody else holds the device. */
    public DeviceAccess exclusively() {
        return new DeviceAccess(write, caching, true);
    }
}

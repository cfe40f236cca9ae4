package io.ebsnap.device;

/** Block devices, image files and NBD exports by the name that a user gives them. Safe for use by several threads. */
public interface Devices {

    /**
     * Looks at a device without reading or holding it.
     *
     * @param device absolute path, or an {@code nbd://} or {@code nbd+unix://} URI
     * @throws io.ebsnap.failure.Failure.Invalid if it is none of these, or has no size
     * @throws io.ebsnap.failure.Failure.NotFound if there is nothing under that name
     * @throws io.ebsnap.failure.Failure.Unavailable if it does not answer
     */
    DeviceFacts inspect(String device);

    /**
     * Opens what a restore writes to and holds it: no other target for the same thing can be had until it is closed.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if a device, or the directory of a file, does not exist
     * @throws io.ebsnap.failure.Failure.Invalid if it is too small, read-only or of a wrong kind
     * @throws io.ebsnap.failure.Failure.Conflict if it is mounted or in use (the message says by whom); if it holds something and
     *     force is not given
     */
    BlockTarget openTarget(TargetOrder order);

    /**
     * As {@link #openTarget}, of something that is the daemon's own, which nobody else may name: an image for fast restore.
     *
     * @throws io.ebsnap.failure.Failure as {@link #openTarget} does
     */
    BlockTarget openOwnTarget(TargetOrder order);

    /**
     * Nothing, if a path may be touched: a file on a managed volume must not, since this process would wait for itself. {@link #inspect} and
     * {@link #openTarget} look themselves, and at devices too.
     *
     * @param path absolute
     * @throws io.ebsnap.failure.Failure.Conflict if it lies on a managed volume, or is what the daemon keeps one in
     */
    void requireOthers(String path);
}

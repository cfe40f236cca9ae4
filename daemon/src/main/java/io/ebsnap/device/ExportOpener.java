package io.ebsnap.device;

import java.net.URI;

/** Connects to NBD exports. Safe for use by several threads. */
@FunctionalInterface
public interface ExportOpener {

    /**
     * Opens an export for reading.
     *
     * @param uri {@code nbd://} or {@code nbd+unix://}
     * @throws io.ebsnap.failure.Failure.Invalid if the URI is wrong
     * @throws io.ebsnap.failure.Failure.NotFound if the server has no such export
     * @throws io.ebsnap.failure.Failure.Unavailable if the server does not answer
     */
    BlockSource open(URI uri);

    /**
     * Proves that what an export's server reads has not changed since it was first opened, where somebody knows that.
     *
     * @throws io.ebsnap.failure.Failure.Unavailable if it has
     */
    default void confirm(URI uri) {}
}

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
}

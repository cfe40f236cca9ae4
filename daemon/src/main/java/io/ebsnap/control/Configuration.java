package io.ebsnap.control;

import io.ebsnap.api.ConfigurationReload;

/** What the daemon is told by its configuration. Safe for use by several threads. */
@FunctionalInterface
public interface Configuration {

    /**
     * Reads it anew. What can change while the daemon runs holds from the next request on.
     *
     * @throws io.ebsnap.failure.Failure.Invalid if it is wrong; everything stays as it was
     * @throws io.ebsnap.failure.Failure.Conflict if it may not change so while the daemon runs; everything stays as it was
     */
    ConfigurationReload readAnew();
}

package io.ebsnap.config;

import java.nio.file.Path;

/**
 * Where the daemon of a region beside the first one has everything, unless told otherwise: it shares nothing with the daemons of others.
 *
 * @param name of the region
 */
record RegionPlaces(String name) {

    /** The configuration. */
    Path config() {
        return Path.of("/etc/ebsnap/regions", name + ".conf");
    }

    /** The administrator's policies. */
    Path policies() {
        return Path.of("/etc/ebsnap/regions", name + ".policies.d");
    }

    /** Where everything is kept. */
    Path dataDirectory() {
        return Path.of("/var/lib/ebsnap-" + name);
    }

    /** Where the names are that users give to devices. */
    Path deviceLinks() {
        return Path.of("/dev/ebsnap", name);
    }

    /** Where clients come in. */
    Path socket() {
        return Path.of("/run/ebsnap/regions", name, "ebsnapd.sock");
    }
}

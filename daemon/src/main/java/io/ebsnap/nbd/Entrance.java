package io.ebsnap.nbd;

import io.ebsnap.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way from a name that a client says to an export that its connection may use. */
final class Entrance {

    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);

    private final Exports exports;
    private final ServedExports served;

    Entrance(Exports exports, ServedExports served) {
        this.exports = exports;
        this.served = served;
    }

    /**
     * An export that a connection has entered.
     *
     * @param name by which the client asked for it
     * @param opened closed by {@link Entrance#leave}
     * @param served what it shares with the export's other connections
     */
    record Entered(String name, Exports.Opened opened, ServedExport served) {

        boolean readOnly() {
            return opened.readOnly() || opened.plane().readOnly();
        }
    }

    List<Exports.Entry> list(Peer peer) {
        return exports.list(peer);
    }

    /** Opens an export; to be closed by the caller, or by {@link #leave}. */
    Exports.Opened open(String name, Peer peer) {
        if (name.getBytes(StandardCharsets.UTF_8).length > ServerLimits.EXPORT_NAME_BYTES_MAX) {
            throw new Failure.NotFound(
                    "names of exports have at most " + ServerLimits.EXPORT_NAME_BYTES_MAX + " bytes");
        }
        return exports.open(name, peer);
    }

    /**
     * Opens an export and passes its fence.
     *
     * @param deadlineNanos when to give up waiting for earlier connections
     */
    Entered enter(String name, Peer peer, Pulse pulse, long deadlineNanos) {
        Exports.Opened opened = open(name, peer);
        String plane = opened.plane().name();
        try {
            ServedExport export = served.join(plane, pulse);
            try {
                export.pass(pulse, deadlineNanos);
            } catch (RuntimeException e) {
                served.leave(plane, pulse);
                throw e;
            }
            LOG.info("export={} peer=\"{}\" connected", plane, peer.describe());
            return new Entered(name, opened, export);
        } catch (RuntimeException e) {
            opened.plane().close();
            throw e;
        }
    }

    /** Ends a connection's use of an export, after all that it had begun is done. */
    void leave(Entered entered, Pulse pulse) {
        String plane = entered.opened().plane().name();
        try {
            entered.opened().plane().close();
        } finally {
            served.leave(plane, pulse);
            LOG.info("export={} disconnected", plane);
        }
    }
}

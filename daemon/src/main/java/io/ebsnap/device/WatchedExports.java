package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Exports, some of which somebody watches who knows what their servers read. A server says nothing of its file being written to by others, so that a snapshot could hold parts of
 * before and after. Safe for use by several threads.
 */
public final class WatchedExports implements ExportOpener {

    private final ExportOpener exports;
    private final ConcurrentMap<URI, Runnable> proofs = new ConcurrentHashMap<>();

    /** @param exports opens them */
    public WatchedExports(ExportOpener exports) {
        this.exports = exports;
    }

    /** The end of a watch. */
    @FunctionalInterface
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * From now on every read of an export is followed by a proof, until the watch is closed; one that fails ends the read.
     *
     * @param uri of an export that nobody has opened yet
     * @param proof throws {@link Failure.Unavailable} if what the server reads has changed
     */
    public Watch watch(URI uri, Runnable proof) {
        if (proofs.putIfAbsent(uri, proof) != null) {
            throw new Failure.Conflict(uri + " is watched already");
        }
        return () -> proofs.remove(uri, proof);
    }

    @Override
    public BlockSource open(URI uri) {
        Runnable proof = proofs.get(uri);
        BlockSource source = exports.open(uri);
        return proof == null ? source : new WatchedSource(source, proof);
    }

    @Override
    public void confirm(URI uri) {
        Runnable proof = proofs.get(uri);
        if (proof != null) {
            proof.run();
        }
        exports.confirm(uri);
    }
}

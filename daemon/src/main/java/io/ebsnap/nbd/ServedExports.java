package io.ebsnap.nbd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The exports that have connections, by the name of their data plane. Safe for use by several threads. */
final class ServedExports {

    private final RequestWorkers workers;
    private final int connectionsMax;
    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private final Map<String, ServedExport> exports = new HashMap<>();

    ServedExports(RequestWorkers workers, int connectionsMax, LongSupplier nanoTime) {
        this.workers = workers;
        this.connectionsMax = connectionsMax;
        this.nanoTime = nanoTime;
    }

    /**
     * Counts a connection to an export.
     *
     * @throws Failure.Exhausted if there are as many as may be
     */
    synchronized ServedExport join(String name, Pulse pulse) {
        ServedExport export = exports.computeIfAbsent(name, key -> new ServedExport(key, workers.lane(), nanoTime));
        if (!export.join(pulse, connectionsMax)) {
            throw new Failure.Exhausted(name + " has " + connectionsMax + " connections already", null);
        }
        return export;
    }

    /** Counts it no more; all that it had begun is done. */
    synchronized void leave(String name, Pulse pulse) {
        ServedExport export = exports.get(name);
        if (export != null && export.leave(pulse)) {
            exports.remove(name);
        }
    }
}

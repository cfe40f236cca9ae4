package io.ebsnap.nbd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What the connections of one export share: threads, memory, and the fence. The fence: a connection begins to transmit when all that earlier
 * connections' clients had sent by then has begun, and what has begun of those that ended is done. So a client that comes again
 * after its connection broke finds none of its old writes behind its new ones.
 */
final class ServedExport {

    private static final long LOOK_MILLIS = 1;

    private final String name;
    private final RequestWorkers.Lane lane;
    private final PayloadBuffers.Share share = new PayloadBuffers.Share();
    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private final Set<Pulse> connections = new HashSet<>();

    ServedExport(String name, RequestWorkers.Lane lane, LongSupplier nanoTime) {
        this.name = name;
        this.lane = lane;
        this.nanoTime = nanoTime;
    }

    RequestWorkers.Lane lane() {
        return lane;
    }

    PayloadBuffers.Share share() {
        return share;
    }

    /**
     * Lets a connection pass the fence, which may take a moment; {@link #leave} must follow, whatever comes of it.
     *
     * @param deadlineNanos when to give up
     * @throws Failure.Conflict if earlier connections were not done by then
     */
    void pass(Pulse pulse, long deadlineNanos) {
        for (Map.Entry<Pulse, Pulse.Mark> earlier : earlier(pulse).entrySet()) {
            earlier.getKey().awaited();
            try {
                await(earlier.getKey(), earlier.getValue(), deadlineNanos);
            } finally {
                earlier.getKey().released();
            }
        }
        pulse.begin();
    }

    private void await(Pulse earlier, Pulse.Mark mark, long deadlineNanos) {
        while (!earlier.isPast(mark)) {
            if (nanoTime.getAsLong() - deadlineNanos > 0) {
                throw new Failure.Conflict("requests of an earlier connection to " + name + " are still under way");
            }
            rest();
        }
    }

    private synchronized Map<Pulse, Pulse.Mark> earlier(Pulse self) {
        Map<Pulse, Pulse.Mark> marks = new LinkedHashMap<>();
        for (Pulse pulse : connections) {
            if (pulse != self && pulse.hasBegun()) {
                marks.put(pulse, pulse.mark());
            }
        }
        return marks;
    }

    /**
     * Counts one more.
     *
     * @return false if there are as many as may be
     */
    synchronized boolean join(Pulse pulse, int connectionsMax) {
        return connections.size() < connectionsMax && connections.add(pulse);
    }

    /**
     * Counts one less, which is done.
     *
     * @return whether none is left
     */
    synchronized boolean leave(Pulse pulse) {
        pulse.end();
        connections.remove(pulse);
        return connections.isEmpty();
    }

    private void rest() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.Conflict("interrupted while an earlier connection to " + name + " ends");
        }
    }
}

package io.ebsnap.nbd;

import io.ebsnap.failure.Failure;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients that are there, each with a thread, within bounds; those who take too long are cut off. Safe for use by several threads. */
final class Connections {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final long LOOK_MILLIS = 10;

    /** Who has negotiated for so long makes room for others, in nanoseconds. */
    private static final long EVICTABLE_NANOS = 1_000_000_000;

    /** How long threads of connections that were cut off are waited for: longer only if a data plane hangs. */
    private static final Duration CUT_MAX = Duration.ofSeconds(2);

    private final ServerLimits limits;
    private final PayloadBuffers buffers;
    private final LongSupplier nanoTime;
    private final Map<Connection, Thread> open = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    Connections(ServerLimits limits, PayloadBuffers buffers, LongSupplier nanoTime) {
        this.limits = limits;
        this.buffers = buffers;
        this.nanoTime = nanoTime;
    }

    /** Serves a connection. Given the name of its threads. */
    interface Serving extends Consumer<String> {}

    /**
     * Serves a connection on a thread of its own.
     *
     * @return false if there are too many; then nothing happens
     * @throws Failure.Exhausted if the machine gives no thread; likewise
     */
    synchronized boolean start(Connection connection, Serving serving) {
        if (open.size() >= limits.connections().all() && !makeRoom()) {
            return false;
        }
        String name = "nbd-" + numbers.incrementAndGet();
        Thread thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            try {
                serving.accept(name);
            } finally {
                open.remove(connection);
            }
        });
        open.put(connection, thread);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            open.remove(connection);
            throw new Failure.Exhausted("there is no thread to be had for another client", e);
        }
        return true;
    }

    /** The one that has negotiated longest goes, so that those who never end cannot keep others out. */
    private boolean makeRoom() {
        Optional<Connection> oldest = open.keySet().stream()
                .filter(connection -> connection.negotiatingNanos() > EVICTABLE_NANOS)
                .max(Comparator.comparingLong(Connection::negotiatingNanos));
        oldest.ifPresent(connection -> {
            LOG.info("a connection that had not finished its handshake made room for another");
            open.remove(connection);
            connection.cutOff();
        });
        return oldest.isPresent();
    }

    /** Cuts off who takes too long. Called from time to time. */
    void look() {
        long stallMax = limits.times().stall().toNanos();
        long pressedMax = limits.times().stallWhileOthersWait().toNanos();
        for (Connection connection : open.keySet()) {
            long stalled = connection.pulse().stalledNanos();
            if (connection.negotiatingNanos() > limits.times().handshake().toNanos()) {
                LOG.info(
                        "a connection was cut off: no export chosen within {}",
                        limits.times().handshake());
                connection.cutOff();
            } else if (stalled > stallMax || (stalled > pressedMax && holdsUpOthers(connection, pressedMax))) {
                LOG.warn("a connection was cut off: its client kept it waiting for {} ms", stalled / 1_000_000);
                connection.cutOff();
            }
        }
    }

    private boolean holdsUpOthers(Connection connection, long nanos) {
        return connection.pulse().isAwaited()
                || connection
                        .share()
                        .map(share -> buffers.isPressed(share, nanos))
                        .orElse(false);
    }

    /**
     * Cuts off all that use an export, and waits until what they had begun is done, if that does not take too long.
     *
     * @return how many are left
     */
    int disconnect(String export) {
        List<Connection> users =
                open.keySet().stream().filter(each -> each.uses(export)).toList();
        users.forEach(Connection::cutOff);
        long deadline = nanoTime.getAsLong() + limits.times().drain().toNanos();
        while (left(users) > 0 && nanoTime.getAsLong() - deadline < 0) {
            rest();
        }
        return left(users);
    }

    private int left(List<Connection> users) {
        return (int) users.stream().filter(open::containsKey).count();
    }

    /** Lets all end: at once those that do nothing, the others when they are done or the time is over. */
    void close() {
        long deadline = nanoTime.getAsLong() + limits.times().drain().toNanos();
        while (!open.isEmpty() && nanoTime.getAsLong() - deadline < 0) {
            open.keySet().stream().filter(Connection::isIdle).forEach(Connection::cutOff);
            rest();
        }
        open.keySet().forEach(Connection::cutOff);
        long last = nanoTime.getAsLong() + CUT_MAX.toNanos();
        while (!open.isEmpty() && nanoTime.getAsLong() - last < 0) {
            rest();
        }
        if (!open.isEmpty()) {
            LOG.error("connections={} still wait for the data of their exports", open.size());
        }
    }

    private static void rest() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

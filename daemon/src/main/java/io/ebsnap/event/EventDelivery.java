package io.ebsnap.event;

import io.ebsnap.api.MessageCodec;
import io.ebsnap.audit.AuditEntries;
import io.ebsnap.audit.AuditKind;
import io.ebsnap.audit.AuditLine;
import io.ebsnap.audit.AuditLog;
import io.ebsnap.audit.AuditReading;
import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each event to a target, in their order, on a thread of its own: one that was not taken again and again, after pauses that grow. How far it has come is durable, so that no event is left out;
 * one whose delivery was cut off by the death of the daemon is handed over twice.
 */
public final class EventDelivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventDelivery.class);
    private static final int PART_LINES = 100;
    private static final int CURSOR_BYTES_MAX = 32;
    private static final Duration WAIT = Duration.ofMillis(200);
    private static final Duration END_LIMIT = Duration.ofSeconds(2);

    private final AuditLog log;
    private final EventTarget target;
    private final Path cursorFile;
    private final Pauses pauses;
    private final Thread thread;
    private volatile Optional<String> trouble = Optional.empty();
    private final CountDownLatch stop = new CountDownLatch(1);

    /**
     * How long to wait before the next attempt.
     *
     * @param first after the first failure; doubled with each further one
     * @param longest most
     */
    public record Pauses(Duration first, Duration longest) {

        /** A second, up to a minute. */
        public static final Pauses STANDARD = new Pauses(Duration.ofSeconds(1), Duration.ofMinutes(1));

        Duration after(int failures) {
            Duration pause = first;
            for (int i = 1; i < failures && pause.compareTo(longest) < 0; i++) {
                pause = pause.multipliedBy(2);
            }
            return pause.compareTo(longest) < 0 ? pause : longest;
        }
    }

    private EventDelivery(AuditLog log, EventTarget target, Path directory, Pauses pauses) {
        this.log = log;
        this.target = target;
        this.cursorFile = directory.resolve(target.name() + ".cursor");
        this.pauses = pauses;
        this.thread = Thread.ofPlatform().name("events-" + target.name()).unstarted(this::run);
    }

    /**
     * Begins: behind the last event that the target has taken, or, if it is new, with what happens from now on.
     *
     * @param log not closed with this
     * @param directory of the file that says how far it has come
     */
    public static EventDelivery start(AuditLog log, EventTarget target, Path directory, Pauses pauses) {
        EventDelivery delivery = new EventDelivery(log, target, directory, pauses);
        long cursor = delivery.cursor();
        delivery.thread.start();
        LOG.info("events target={} cursor={} begun", target.name(), cursor);
        return delivery;
    }

    /** What is in the way now, for people. */
    public Optional<String> trouble() {
        return trouble;
    }

    private void run() {
        try {
            long cursor = cursor();
            while (stop.getCount() > 0) {
                cursor = deliverBehind(cursor);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (stop.getCount() > 0) {
                LOG.error("events target={} no more events are delivered before the next start", target.name(), e);
                trouble = Optional.of("events are not delivered to the " + target.name() + ": " + e.getMessage());
            }
        }
    }

    private long deliverBehind(long cursor) throws InterruptedException {
        AuditReading reading = log.reading();
        if (reading.first() > cursor + 1) {
            LOG.warn(
                    "events target={} lines {} to {} were removed before they were delivered",
                    target.name(),
                    cursor + 1,
                    reading.first() - 1);
        }
        AuditReading.Part part = reading.after(cursor, PART_LINES, line -> line.kind() == AuditKind.EVENT);
        for (AuditLine event : part.lines()) {
            if (!deliver(event)) {
                return cursor;
            }
            DurableFiles.replace(cursorFile, (event.sequence() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        while (part.isEnd() && stop.getCount() > 0 && !log.await(part.next(), WAIT)) {
            // Nothing has happened.
        }
        return part.next();
    }

    /** Returns false if it is not taken before the end. */
    private boolean deliver(AuditLine event) throws InterruptedException {
        String json = MessageCodec.compact(AuditEntries.of(event));
        for (int failures = 1; !taken(event, json, failures); failures++) {
            if (stop.await(pauses.after(failures).toNanos(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        trouble = Optional.empty();
        return true;
    }

    private boolean taken(AuditLine event, String json, int failures) {
        try {
            target.deliver(event, json);
            return true;
        } catch (Failure e) {
            if (failures == 1) {
                LOG.warn("events target={} cursor={} not taken: {}", target.name(), event.sequence(), e.getMessage());
            }
            trouble = Optional.of("event " + event.sequence() + " is not taken by the " + target.name() + ", after "
                    + failures + " attempts: " + e.getMessage());
            return false;
        }
    }

    private long cursor() {
        try {
            String text = new String(DurableFiles.read(cursorFile, CURSOR_BYTES_MAX), StandardCharsets.US_ASCII);
            return Long.parseLong(text.strip());
        } catch (Failure.NotFound e) {
            long latest = log.latest();
            DurableFiles.replace(cursorFile, (latest + "\n").getBytes(StandardCharsets.US_ASCII));
            return latest;
        } catch (NumberFormatException e) {
            throw new Failure.Corrupt(
                    cursorFile + " holds no cursor: remove it, and events are delivered from then on", e);
        }
    }

    /** Lets a delivery that is under way come to an end, if that is soon. */
    @Override
    public void close() {
        stop.countDown();
        try {
            if (!thread.join(END_LIMIT)) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

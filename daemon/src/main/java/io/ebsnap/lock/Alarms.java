package io.ebsnap.lock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises alarms: each is logged and told as an event once, and shown for as long as the daemon runs. What is found again and again is one alarm. Safe for use by
 * several threads; called with or without the locks' lock, and holds its own for a moment only.
 */
public final class Alarms {

    /** How many are remembered; of more the oldest are forgotten, and would be told again. */
    public static final int REMEMBERED_MAX = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

    private final Consumer<Alarm> teller;

    @GuardedBy("this")
    private final Deque<Alarm> raised = new ArrayDeque<>();

    /** @param teller writes an alarm down for those who are not there; a failure of it is logged */
    public Alarms(Consumer<Alarm> teller) {
        this.teller = teller;
    }

    /** Raises one, unless it was raised already. */
    void raise(Alarm alarm) {
        if (!remember(alarm)) {
            return;
        }
        LOG.error("alarm={} resources={} {}", alarm.kind().word(), alarm.resources(), alarm.message());
        try {
            teller.accept(alarm);
        } catch (Failure e) {
            LOG.error("alarm={} cannot be told as an event: {}", alarm.kind().word(), e.getMessage());
        }
    }

    /** What was raised since the daemon started, the oldest first. */
    public synchronized List<Alarm> raised() {
        return List.copyOf(raised);
    }

    private synchronized boolean remember(Alarm alarm) {
        if (raised.contains(alarm)) {
            return false;
        }
        if (raised.size() == REMEMBERED_MAX) {
            raised.removeFirst();
        }
        raised.addLast(alarm);
        return true;
    }
}

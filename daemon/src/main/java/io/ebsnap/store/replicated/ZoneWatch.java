package io.ebsnap.store.replicated;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.StoreIdentity;
import io.ebsnap.format.ZoneSet;
import io.ebsnap.format.ZoneStanding;
import io.ebsnap.store.ObjectCare;
import io.ebsnap.store.ObjectName;
import io.ebsnap.task.TaskBoard;
import io.ebsnap.task.TaskBody;
import io.ebsnap.task.TaskKind;
import io.ebsnap.task.TaskResult;
import io.ebsnap.task.TaskRun;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the zones: takes out those that are gone, brings back level those that are there again, heals objects with a bad copy. It
 * looks at each every so often, and at once when something failed. Long work is done by tasks.
 */
public final class ZoneWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ZoneWatch.class);
    private static final ObjectName IDENTITY = new ObjectName(StoreIdentity.OBJECT);
    private static final int ROUNDS_SKIPPED_MAX = 32;

    /** Then zones are looked at again: what was suspected may all be in one that is gone. */
    private static final int HEALED_AT_ONCE = 8;

    private static final String ALL = "all zones";

    private final ReplicatedObjectStore store;
    private final ZoneMembership membership;
    private final ObjectCare care;
    private final TaskBoard tasks;
    private final long pollMillis;
    private volatile boolean closed;
    private @Nullable Thread thread;

    /** Zones that a task is about. */
    @GuardedBy("this")
    private final Set<String> busy = new HashSet<>();

    /** How many rounds a zone that failed is left alone. */
    @GuardedBy("this")
    private final Map<String, Pause> pauses = new HashMap<>();

    private boolean compared;

    /** A pause that is twice as long each time. */
    private record Pause(int roundsLeft, int length) {}

    /**
     * One that has not begun.
     *
     * @param tasks runs what takes long
     * @param pollMillis how long between two looks
     */
    public ZoneWatch(ReplicatedObjectStore store, ObjectCare care, TaskBoard tasks, long pollMillis) {
        this.store = store;
        this.membership = store.membership();
        this.care = care;
        this.tasks = tasks;
        this.pollMillis = pollMillis;
    }

    /** Begins to look. */
    public ZoneWatch start() {
        thread = Thread.ofPlatform().daemon().name("zone-watch").start(this::run);
        return this;
    }

    /** One look at everything. For one thread at a time. */
    public void round() {
        compareOnce();
        for (ZoneReplica replica : membership.replicas()) {
            try {
                membership.set().ifPresent(set -> look(replica, set));
            } catch (Failure e) {
                replica.trouble(String.valueOf(e.getMessage()));
                LOG.warn("zone={} {}", replica.zone(), e.getMessage());
            }
        }
        store.suspicions().take(HEALED_AT_ONCE).forEach(this::heal);
    }

    @Override
    public void close() {
        closed = true;
        store.suspicions().raise();
        Thread running = thread;
        if (running != null) {
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        while (!closed) {
            try {
                round();
                store.suspicions().await(pollMillis);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("the zones could not be looked at", e);
                if (isInterruptedInPause()) {
                    return;
                }
            }
        }
    }

    private boolean isInterruptedInPause() {
        try {
            store.suspicions().await(pollMillis);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Once after the start, zones may differ in what was under way when the last daemon died. */
    private void compareOnce() {
        if (!compared) {
            compared = membership.live().size() < 2
                    || begin(TaskKind.SYNC_ZONE, ALL, run -> new Levelling(store, care, run).compare());
        }
    }

    private void look(ZoneReplica replica, ZoneSet set) {
        ZoneStanding standing = replica.entry().standing();
        if (standing == ZoneStanding.DRAINED) {
            replica.closeIfUnused();
            return;
        }
        ZoneLook found = store.inspection().look(replica.entry(), set.store());
        switch (replica.mode()) {
            case LIVE -> lookAtLive(replica, found);
            case OUT -> lookAtOut(replica, found);
            case SYNCING -> {}
        }
    }

    private void lookAtLive(ZoneReplica replica, ZoneLook found) {
        Optional<String> reason = wrongWith(replica, found);
        if (reason.isEmpty()) {
            replica.trouble("");
            if (replica.entry().standing() == ZoneStanding.DRAINING && !isPaused(replica.zone())) {
                beginDrain(replica);
            }
        } else if (membership.live().size() > 1) {
            membership.takeOut(Map.of(replica, reason.get()));
        } else if (!replica.trouble().equals(reason.get())) {
            replica.trouble(reason.get());
            LOG.error("zone={} the last zone that has everything: {}", replica.zone(), reason.get());
        }
    }

    private Optional<String> wrongWith(ZoneReplica replica, ZoneLook found) {
        return switch (found) {
            case ZoneLook.Found there -> lacksIdentity(replica);
            case ZoneLook.Vacant vacant -> Optional.of(replica.entry().directory() + " was emptied or removed");
            case ZoneLook.Unusable unusable -> Optional.of(unusable.reason());
        };
    }

    /** A zone that was emptied around its zone file. */
    private Optional<String> lacksIdentity(ZoneReplica replica) {
        try {
            boolean lacks =
                    !replica.exists(IDENTITY) && membership.live().stream().anyMatch(other -> other.exists(IDENTITY));
            return lacks ? Optional.of(replica.entry().directory() + " was emptied") : Optional.empty();
        } catch (Failure e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void lookAtOut(ZoneReplica replica, ZoneLook found) {
        if (isBusy(replica.zone())) {
            return;
        }
        replica.closeIfUnused();
        if (!replica.isClosed()) {
            return; // Somebody still hangs in it.
        }
        switch (found) {
            case ZoneLook.Unusable unusable -> {
                replica.trouble(unusable.reason());
                forgetPause(replica.zone());
            }
            case ZoneLook.Vacant vacant -> {
                if (!isPaused(replica.zone())) {
                    membership.renew(replica);
                    beginSync(replica);
                }
            }
            case ZoneLook.Found there -> {
                if (!isPaused(replica.zone())) {
                    beginSync(replica);
                }
            }
        }
    }

    private void beginSync(ZoneReplica replica) {
        begin(TaskKind.SYNC_ZONE, replica.zone(), run -> {
            try {
                return new Levelling(store, care, run).bringLevel(replica);
            } catch (RuntimeException e) {
                if (replica.trouble().isEmpty()) {
                    replica.trouble(String.valueOf(e.getMessage()));
                }
                membership.takeOut(Map.of(replica, replica.trouble()));
                throw e;
            }
        });
    }

    private void beginDrain(ZoneReplica replica) {
        begin(TaskKind.DRAIN_ZONE, replica.zone(), run -> new Levelling(store, care, run).drain(replica));
    }

    /** Whether a task about the zone has begun. */
    private boolean begin(TaskKind kind, String zone, TaskBody body) {
        synchronized (this) {
            if (!busy.add(zone)) {
                return false;
            }
        }
        try {
            tasks.start(kind, zone.equals(ALL) ? ALL : "zone " + zone, run -> perform(zone, body, run));
            return true;
        } catch (Failure e) {
            end(zone);
            LOG.warn("zone={} waits: {}", zone, e.getMessage());
            return false;
        }
    }

    private TaskResult perform(String zone, TaskBody body, TaskRun run) {
        boolean done = false;
        try {
            TaskResult result = body.perform(run);
            done = true;
            return result;
        } finally {
            end(zone);
            if (done) {
                forgetPause(zone);
            } else {
                lengthenPause(zone);
            }
        }
    }

    private void heal(ObjectName name) {
        try {
            store.spread(name);
            if (store.exists(name) && !care.heal(name)) {
                LOG.warn("object={} has bad copies that no zone has whole", name);
            }
        } catch (Failure e) {
            LOG.warn("object={} could not be compared in all zones: {}", name, e.getMessage());
        }
    }

    private synchronized boolean isBusy(String zone) {
        return busy.contains(zone);
    }

    private synchronized void end(String zone) {
        busy.remove(zone);
    }

    private synchronized boolean isPaused(String zone) {
        Pause pause = pauses.get(zone);
        if (pause == null || pause.roundsLeft() == 0) {
            return false;
        }
        pauses.put(zone, new Pause(pause.roundsLeft() - 1, pause.length()));
        return true;
    }

    private synchronized void lengthenPause(String zone) {
        Pause before = pauses.get(zone);
        int length = before == null ? 1 : Math.min(ROUNDS_SKIPPED_MAX, 2 * before.length());
        pauses.put(zone, new Pause(length, length));
    }

    private synchronized void forgetPause(String zone) {
        pauses.remove(zone);
    }
}

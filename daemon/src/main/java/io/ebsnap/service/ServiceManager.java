package io.ebsnap.service;

import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.Notify;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager that started this process how it is: sd_notify(3). Does nothing where there is none.
 */
final class ServiceManager implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String WATCHDOG_MICROS = "WATCHDOG_USEC";

    private final Optional<Notify> manager;
    private final long watchdogMicros;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("watchdog").factory());

    ServiceManager(Map<String, String> environment, Linux linux) {
        this.manager = Optional.ofNullable(environment.get(SOCKET)).map(linux::notify);
        this.watchdogMicros = Long.parseLong(environment.getOrDefault(WATCHDOG_MICROS, "0"));
    }

    /**
     * Says that the daemon is ready, and from then on that it is alive.
     *
     * @param healthy whether it is; asked at half the interval of the watchdog
     */
    void ready(String status, BooleanSupplier healthy) {
        send("READY=1\nSTATUS=" + status);
        if (watchdogMicros > 0) {
            ScheduledFuture<?> beats = watchdog.scheduleAtFixedRate(
                    () -> {
                        if (healthy.getAsBoolean()) {
                            send("WATCHDOG=1");
                        }
                    },
                    0,
                    watchdogMicros / 2,
                    TimeUnit.MICROSECONDS);
            LOG.debug("watchdog={}us next={}us", watchdogMicros, beats.getDelay(TimeUnit.MICROSECONDS));
        }
    }

    /** Says that the daemon reads its configuration anew; {@link #ready} ends it. */
    void reloading(long monotonicMicros) {
        send("RELOADING=1\nMONOTONIC_USEC=" + monotonicMicros);
    }

    /** Says that the daemon is done with reading its configuration. */
    void reloaded() {
        send("READY=1");
    }

    void stopping() {
        send("STOPPING=1\nSTATUS=stopping: running snapshots are paused or ended");
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
    }

    private void send(String state) {
        manager.ifPresent(notify -> {
            try {
                notify.send(state);
            } catch (LinuxException e) {
                LOG.warn("the service manager cannot be told: {}", e.getMessage());
            }
        });
    }
}

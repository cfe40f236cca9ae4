package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the kernel goes to a volume's target past the daemon, and who needs that it does not. Safe for use by several threads; holds no lock while
 * somebody comes back.
 */
final class VolumeBypass {

    private static final Logger LOG = LoggerFactory.getLogger(VolumeBypass.class);

    private final String volume;
    private final DirectNote note;

    @GuardedBy("this")
    private int holds;

    @GuardedBy("this")
    private DirectUse.@Nullable Returning gone;

    /** One that an earlier daemon has begun is there until its user goes on, or is gone. */
    VolumeBypass(String volume, DirectNote note) {
        this.volume = volume;
        this.note = note;
        if (note.isThere()) {
            gone = this::requireOver;
        }
    }

    /** Somebody who needs every request to come to the data plane. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Nobody of this daemon can bring an earlier one's device back. */
    private void requireOver() {
        note.device().ifPresent(device -> {
            throw new Failure.Conflict(
                    volume + " is used at native speed as " + device
                            + ", which an earlier daemon attached and this one does not reach",
                    "restart the daemon, or detach the volume by force");
        });
        ended();
    }

    /**
     * Has every request come to the data plane, until the answer is closed.
     *
     * @throws Failure if that cannot be had now
     */
    Held hold() {
        DirectUse.Returning going;
        synchronized (this) {
            holds++;
            going = gone;
        }
        try {
            if (going != null) {
                going.comeBack();
            }
        } catch (RuntimeException e) {
            release();
            throw e;
        }
        return this::release;
    }

    private synchronized void release() {
        holds--;
    }

    /** Whether somebody needs every request, or has gone already. */
    synchronized boolean isHeld() {
        return holds > 0 || gone != null;
    }

    /**
     * From now on the kernel may go to the target: whoever needs every request after this has {@code user} come back.
     *
     * @throws Failure.Conflict if somebody needs every request already, or has gone
     */
    synchronized void begin(DirectUse.Returning user) {
        if (isHeld()) {
            throw new Failure.Conflict(volume + " cannot be used at native speed now: it is being changed");
        }
        goOn(user);
    }

    /** Goes on with what an earlier daemon has begun. */
    synchronized void goOn(DirectUse.Returning user) {
        note.put();
        gone = user;
    }

    /** The kernel goes to the target no more. A note that stays is removed by the next daemon. */
    synchronized void ended() {
        gone = null;
        try {
            note.remove();
        } catch (Failure e) {
            LOG.warn("volume={} {}", volume, e.getMessage());
        }
    }
}

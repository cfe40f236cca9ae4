package io.ebsnap.device;

import java.util.Optional;
import java.util.function.Supplier;

/** One way to have an instant of a local device. Safe for use by several threads. */
interface InstantMethod {

    /** Which. */
    ConsistencyMethod method();

    /**
     * Tries it. Nothing is left behind unless it succeeds.
     *
     * @throws io.ebsnap.failure.Failure.Unavailable if the device itself fails, so that no other method can help
     */
    Attempt attempt(Subject subject, InstantOrder order);

    /**
     * Tries it on a device that stands still: its file systems are frozen by somebody else.
     *
     * @param frozen hands these over; who does not call it leaves them alone
     */
    default Attempt attemptAtRest(Subject subject, InstantOrder order, Supplier<FrozenFileSystems> frozen) {
        return attempt(subject, order);
    }

    /** What came of it. */
    sealed interface Attempt {
        /** The instant. */
        record Taken(PointInTime instant) implements Attempt {}

        /** Why this method cannot be had for this device: words that follow a colon. */
        record Refused(String reason) implements Attempt {}
    }

    /** Opens again what a former run has made; empty if it is gone, or if the method makes nothing that lasts. */
    default Optional<PointInTime> resume(SavedInstant saved) {
        return Optional.empty();
    }

    /** Removes what it made at a path; does nothing if that is gone, or is none of its own. */
    default void discard(String artifact) {}
}

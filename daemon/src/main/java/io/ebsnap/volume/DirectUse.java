package io.ebsnap.volume;

import java.util.Optional;

/**
 * The way past a volume's data plane: the kernel reads and writes the target itself, once that alone holds the volume
 * ({@code docs/design/native-speed.md}). Of one use of the volume, by one user. Safe for use by several threads.
 */
public interface DirectUse {

    /** Who has gone past the data plane. */
    @FunctionalInterface
    interface Returning {

        /**
         * Has every request come to the data plane again, and says so by {@link DirectUse#ended}; does nothing if that is so already. Called by
         * whoever needs it, while nothing of the volume is locked.
         *
         * @throws io.ebsnap.failure.Failure if it cannot be done now
         */
        void comeBack();
    }

    /** Why it cannot begin now; empty if it can. Quick. */
    Optional<String> obstacle();

    /**
     * Lets the user go past the data plane: what was written is durable then, and what is changed from now on need not be told. Requests that
     * still come are served.
     *
     * @param user is asked to come back by whoever needs all requests to come to the data plane
     * @return where to
     * @throws io.ebsnap.failure.Failure.Conflict if there is an obstacle
     * @throws io.ebsnap.failure.Failure if what was written cannot be made durable; nothing has begun then
     */
    DirectTarget begin(Returning user);

    /**
     * Goes on with what an earlier daemon has begun.
     *
     * @throws io.ebsnap.failure.Failure.Conflict if the target does not hold the whole volume
     */
    void goOn(Returning user);

    /** Every request comes to the data plane again. Does nothing if it had not begun. */
    void ended();
}

package io.ebsnap.store;

/** Space that is held back and can be given up when a disk is full, because deleting needs room too. Safe for use by several threads. */
public interface Headroom {

    /** None is held. */
    Headroom NONE = new Headroom() {
        @Override
        public boolean hold() {
            return false;
        }

        @Override
        public boolean release() {
            return false;
        }
    };

    /**
     * Takes the space, if it is not taken and there is enough.
     *
     * @return whether it is held now
     * @throws io.ebsnap.failure.Failure.Unavailable if the disk refuses
     */
    boolean hold();

    /**
     * Gives the space up.
     *
     * @return whether there was any
     * @throws io.ebsnap.failure.Failure.Unavailable if the disk refuses
     */
    boolean release();
}

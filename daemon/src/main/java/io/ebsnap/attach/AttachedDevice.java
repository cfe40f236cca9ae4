package io.ebsnap.attach;

/** A block device that is served here. Calls come one after the other, but for {@link #speed} and {@link #quicken}. */
interface AttachedDevice {

    /** What it is. */
    Attachment facts();

    /** How requests to it are served now. */
    Speed speed();

    /** Lets the kernel serve requests itself, if that can be done and is not done yet. May come at any time, from any thread. */
    default void quicken() {
        // There is no other way to the volume.
    }

    /** Makes the device as large as its volume is now. */
    void refreshCapacity();

    /**
     * Ends it. What was written is durable then.
     *
     * @throws io.ebsnap.failure.Failure.Conflict if somebody still has the device open; it goes on being served
     * @throws io.ebsnap.failure.Failure.Unavailable if what was written cannot be made durable; it goes on being served
     */
    void detach();

    /** Ends it now: every request fails from now on, and the device goes when nobody has it open any more. */
    void abandon();

    /**
     * Stops serving it, for the next daemon to go on: requests wait from now on. What was read and could not be done is left to
     * the next one.
     */
    void suspend();
}

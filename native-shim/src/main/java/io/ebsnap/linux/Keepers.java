package io.ebsnap.linux;

import java.util.List;

/** Processes that hold a device open while this one may die. */
public interface Keepers {

    /**
     * Starts a process that holds a device, and nothing else of this process. It is in a session of its own and outlives this
     * one.
     *
     * @param note what it keeps it for; shown in its environment as {@code EBSNAP_KEEPS}
     * @throws LinuxException ENOENT: the machine has no {@code sleep}; EAGAIN, ENOMEM: no more processes
     */
    Keeper start(FuseDevice device, String note) throws LinuxException;

    /** Whether it is still there and holds what it holds. */
    boolean lives(Keeper keeper);

    /** Kills it, and waits until it holds nothing any more. Does nothing if it is gone. */
    void end(Keeper keeper) throws LinuxException;

    /** Those that were started with a note, by whichever process. */
    List<Keeper> find(String note);
}

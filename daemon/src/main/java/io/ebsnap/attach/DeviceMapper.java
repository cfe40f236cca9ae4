package io.ebsnap.attach;

import io.ebsnap.linux.MappedName;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The kernel's device mapper: devices that lead to others, which can be exchanged under their users. Safe for use by several threads, one of each
 * device.
 *
 * <p>Every call may wait for requests that are under way, so none comes from a thread that answers such.
 */
interface DeviceMapper {

    /** Why this machine does not have it; empty if it does. */
    Optional<String> obstacle();

    /**
     * Makes a device.
     *
     * @return its node
     * @throws io.ebsnap.failure.Failure.Unavailable if it cannot be made; nothing is left then
     */
    Path create(MappedName name, MappedTable table);

    /** A device as it is now; empty if there is none of that name. */
    Optional<MappedState> find(String name);

    /** Prepares a table, in the place of one that was prepared; what it leads to is held from then on. The device does not change. */
    void load(String name, MappedTable table);

    /** Gives up what was prepared, if anything is. */
    void clear(String name);

    /**
     * Lets the device go on with the table that was prepared, or without one with the one that it has: requests under way end, those that come wait for
     * that, and then go on. It is one call of the kernel: whoever is killed meanwhile leaves the device with the one table or the other, and at work.
     *
     * @throws io.ebsnap.failure.Failure.Unavailable if it did not work; the device has the one table or the other, and goes on, as far as that can be had
     */
    void resume(String name);

    /**
     * Ends a device.
     *
     * @throws io.ebsnap.failure.Failure.Conflict if somebody has it open; it stays then
     */
    void remove(String name);

    /** Ends a device of which nobody else needs to let go: every request fails from now on, and its name is free. Does nothing if there is none. */
    void fail(String name);
}

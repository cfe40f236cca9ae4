package io.ebsnap.store;

import java.nio.file.Path;
import java.util.List;

/** The zones that a store is kept in. Safe for use by several threads. */
public interface Zones {

    /** All, in the order in which they were added. */
    List<StoreZone> list();

    /** What each zone holds, in the same order. Looks at every object there, so it takes time in proportion to these. */
    List<ZoneUsage> usage();

    /**
     * Makes sure that a zone that was added is where it is said to be: that its own replica is in its directory, and not an empty mount point.
     *
     * @return its directory
     * @throws io.ebsnap.failure.Failure.NotFound if there is none of that name
     * @throws io.ebsnap.failure.Failure.Unavailable if it is not there
     */
    Path requireThere(String name);

    /**
     * Adds a zone. It is filled in the background, and counts when it has everything.
     *
     * @param name 1 to 32 letters, digits and dashes
     * @param directory absolute; empty or not there, or a former replica of this store
     * @throws io.ebsnap.failure.Failure.Conflict if name or directory is taken, or the directory holds something else
     * @throws io.ebsnap.failure.Failure.Exhausted if there are as many zones as there can be
     */
    StoreZone add(String name, Path directory);

    /**
     * Takes a zone out of use, in the background, after every object in it is proven to be in another one.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none of that name
     * @throws io.ebsnap.failure.Failure.Conflict if too few others have everything
     */
    StoreZone drain(String name);

    /**
     * Forgets a zone. What is in its directory stays there, and counts no more.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none of that name
     * @throws io.ebsnap.failure.Failure.Conflict if too few others have everything
     */
    StoreZone remove(String name);
}

package io.ebsnap.bin;

import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.Tag;
import java.util.List;

/** Things of a kind that go into the recycle bin when they are deleted. Safe for use by several threads. */
public interface Binnable {

    /** Of what kind they are. */
    BinResourceType type();

    /** Those that are in the bin, in the order of their ids. */
    List<BinnedItem> inBin();

    /**
     * Takes one out of the bin, as it was.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if it is not in the bin
     * @throws io.ebsnap.failure.Failure.Conflict if something is in the way, such as another one of its name
     */
    void restore(String id);

    /**
     * Adds tags to one in the bin, in place of those of the same keys.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if it is not in the bin
     */
    void tag(String id, List<Tag> tags);

    /**
     * Removes one for good.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if it is not in the bin
     */
    void purge(String id);
}

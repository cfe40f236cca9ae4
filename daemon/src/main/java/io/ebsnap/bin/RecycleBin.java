package io.ebsnap.bin;

import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.Tag;
import java.util.List;

/** What is in the recycle bin. Safe for use by several threads. */
public interface RecycleBin {

    /** What of a kind is in it, in the order of ids. */
    List<BinnedItem> list(BinResourceType type);

    /**
     * Takes something out, as it was when it was deleted.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if it is not in the bin
     * @throws io.ebsnap.failure.Failure.Conflict if something is in the way
     */
    BinnedItem restore(BinResourceType type, String id);

    /**
     * Adds tags to something, in place of those of the same keys. They change nothing about how long it stays.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if it is not in the bin
     */
    BinnedItem tag(BinResourceType type, String id, List<Tag> tags);

    /**
     * Removes something for good, before its time.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if it is not in the bin
     * @throws io.ebsnap.failure.Failure.Conflict if a locked rule has put it there
     */
    void purge(BinResourceType type, String id);
}

package io.ebsnap.bin;

import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says whether something goes into the recycle bin when it is deleted. Safe for use by several threads. */
@FunctionalInterface
public interface Retention {

    /** Nothing does. */
    Retention NONE = (type, ownerId, tags) -> Optional.empty();

    /**
     * How long something would stay there if it were deleted now; empty if it would be gone.
     *
     * @param ownerId 12-digit account; null for the daemon's own
     */
    Optional<RecycleBinStay> stay(BinResourceType type, @Nullable String ownerId, List<Tag> tags);
}

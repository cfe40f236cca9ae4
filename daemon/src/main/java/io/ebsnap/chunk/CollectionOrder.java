package io.ebsnap.chunk;

import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.PackId;
import java.util.function.BiPredicate;

/**
 * What is to be collected, and how.
 *
 * @param domain whose chunks
 * @param live says what must be kept; asked once, after the writers are watched
 * @param quarantined whether a chunk was found damaged in a pack
 * @param options how far to go
 * @param listener follows it and may end it
 */
public record CollectionOrder(
        DomainId domain,
        LiveChunks live,
        BiPredicate<PackId, ChunkId> quarantined,
        CollectionOptions options,
        CollectionListener listener) {

    /** An order with the default options, of a store without quarantined chunks, that nobody follows. */
    public static CollectionOrder of(DomainId domain, LiveChunks live) {
        return new CollectionOrder(
                domain, live, (pack, chunk) -> false, CollectionOptions.DEFAULT, CollectionListener.NONE);
    }

    /** The same with other options. */
    public CollectionOrder with(CollectionOptions other) {
        return new CollectionOrder(domain, live, quarantined, other, listener);
    }
}

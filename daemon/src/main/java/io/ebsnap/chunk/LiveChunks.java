package io.ebsnap.chunk;

import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.util.function.Consumer;

/**
 * Says what must be kept: garbage collection's only knowledge of what lies above it.
 */
@FunctionalInterface
public interface LiveChunks {

    /**
     * Names every chunk and every page that something in a domain refers to. Naming one twice is fine; missing one is fatal.
     *
     * @throws RuntimeException if anything at all is in doubt: the collection then deletes nothing
     */
    void forEach(DomainId domain, Consumer<ChunkId> keep);
}

package io.ebsnap.chunk;

import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.PackId;

/**
 * What is known of a pack without reading it.
 *
 * @param id its name
 * @param kind of all its chunks
 * @param domain of all its chunks
 * @param entries how many chunks it holds
 * @param lengthBytes of the object
 * @param condemned whether it is about to be deleted
 */
public record PackSummary(
        PackId id, ChunkKind kind, DomainId domain, int entries, long lengthBytes, boolean condemned) {}

package io.ebsnap.chunk;

import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;

/**
 * All that is needed to ask for a chunk and to know it again.
 *
 * @param domain whose keys seal it
 * @param kind what it holds
 * @param id keyed hash of its content
 */
record ChunkName(DomainId domain, ChunkKind kind, ChunkId id) {}

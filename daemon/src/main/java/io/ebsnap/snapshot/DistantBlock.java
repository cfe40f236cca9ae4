package io.ebsnap.snapshot;

import java.util.Optional;

/**
 * A block of a snapshot that lies elsewhere.
 *
 * @param index which one
 * @param alias what its content is called there; empty for a hole
 */
public record DistantBlock(long index, Optional<DistantAlias> alias) {}

package io.ebsnap.chunk;

import io.ebsnap.identity.ChunkId;
import java.util.Optional;

/**
 * One defect of a pack.
 *
 * @param kind what
 * @param object name of the object
 * @param chunk which record, if it is one
 * @param message what was found against what was expected
 */
public record PackFinding(PackFindingKind kind, String object, Optional<ChunkId> chunk, String message) {}

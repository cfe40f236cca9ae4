package io.ebsnap.api;

import java.util.List;

/**
 * A defect of what is stored.
 *
 * @param severity {@code damage}, {@code warning} or {@code notice}
 * @param kind such as {@code chunk-damaged}
 * @param object which one is hit: a pack, a chunk, a record
 * @param message what was found, against what was expected
 * @param affected the first snapshots that it hits
 */
public record Finding(String severity, String kind, String object, String message, List<AffectedSnapshot> affected) {}

package io.ebsnap.check;

import java.util.List;

/**
 * One defect.
 *
 * @param severity how bad
 * @param kind what
 * @param object name of the pack, chunk, page, record or key
 * @param message what was found against what was expected
 * @param affected which snapshots, and where
 */
public record Finding(
        Severity severity, FindingKind kind, String object, String message, List<AffectedSnapshot> affected) {

    public Finding {
        affected = List.copyOf(affected);
    }
}

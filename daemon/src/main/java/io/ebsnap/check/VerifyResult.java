package io.ebsnap.check;

import io.ebsnap.task.TaskResult;
import java.util.List;

/**
 * What verifying came to.
 *
 * @param packsChecked whose every record was read and proven
 * @param bytesChecked of these packs
 * @param chunksChecked in these packs
 * @param snapshotsChecked whose block maps were walked
 * @param findings at most {@link #FINDINGS_MAX}, the worst first
 * @param findingCount how many there are in all
 * @param elapsedMillis how long it took
 */
public record VerifyResult(
        long packsChecked,
        long bytesChecked,
        long chunksChecked,
        long snapshotsChecked,
        List<Finding> findings,
        long findingCount,
        long elapsedMillis)
        implements TaskResult {

    /** How many findings are listed at most. */
    public static final int FINDINGS_MAX = 1_000;

    public VerifyResult {
        findings = List.copyOf(findings);
    }

    /** Whether something is damaged. */
    public boolean damaged() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.DAMAGE);
    }
}

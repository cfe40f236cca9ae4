package io.ebsnap.check;

import io.ebsnap.task.TaskResult;
import java.util.List;

/**
 * What rebuilding the index from the store came to.
 *
 * @param packs that were read
 * @param chunks that were found in them
 * @param records of the catalog that were read
 * @param findings packs and records that could not be read, at most {@link VerifyResult#FINDINGS_MAX}
 * @param elapsedMillis how long it took
 */
public record RebuildResult(long packs, long chunks, long records, List<Finding> findings, long elapsedMillis)
        implements TaskResult {

    public RebuildResult {
        findings = List.copyOf(findings);
    }
}

package io.ebsnap.chunk;

import java.util.List;

/**
 * What bringing the index in line with the store came to.
 *
 * @param packsRead whose trailers were read: those that the index did not know or knew as condemned, or all in a rebuild
 * @param chunksRead records that they list
 * @param packsMissing that the index knew and the store does not have
 * @param chunksForgotten that lay in such packs
 * @param findings what is wrong, the first {@link FindingLog#KEPT_MAX}
 * @param findingCount how many there are in all
 */
public record ReconcileOutcome(
        long packsRead,
        long chunksRead,
        long packsMissing,
        long chunksForgotten,
        List<PackFinding> findings,
        long findingCount) {

    public ReconcileOutcome {
        findings = List.copyOf(findings);
    }
}

package io.ebsnap.chunk;

import java.util.List;

/**
 * What checking one pack came to.
 *
 * @param bytes that were read
 * @param chunks records that were checked
 * @param proven whether tags and ids were checked too, and not checksums alone
 * @param findings what is wrong, at most one for each record and a few for the pack
 */
public record PackScrub(long bytes, long chunks, boolean proven, List<PackFinding> findings) {

    public PackScrub {
        findings = List.copyOf(findings);
    }

    /** Whether nothing is damaged. */
    public boolean isWhole() {
        return findings.stream().noneMatch(finding -> finding.kind().severity().equals("damage"));
    }
}

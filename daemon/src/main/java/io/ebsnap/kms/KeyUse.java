package io.ebsnap.kms;

import java.util.List;

/**
 * What cannot be read without a KMS key.
 *
 * @param snapshots sealed under it
 * @param volumes managed volumes of which not everything has arrived from a snapshot under it
 * @param fastRestores snapshots under it whose images for fast restore are kept or being made
 * @param encryptedVolumes managed volumes whose targets are encrypted under it: their content is lost with it, whether all of it has arrived or not
 */
public record KeyUse(Things snapshots, Things volumes, Things fastRestores, Things encryptedVolumes) {

    /** How many ids are named of each. */
    public static final int NAMED_MAX = 100;

    /**
     * Things of one kind.
     *
     * @param count how many there are
     * @param ids of the first {@link #NAMED_MAX} of them
     */
    public record Things(long count, List<String> ids) {
        static Things of(List<String> all) {
            return new Things(all.size(), all.subList(0, Math.min(NAMED_MAX, all.size())));
        }

        public Things {
            ids = List.copyOf(ids);
        }
    }

    /** Whether nothing is lost with the key. */
    public boolean isNothing() {
        return snapshots.count() == 0
                && volumes.count() == 0
                && fastRestores.count() == 0
                && encryptedVolumes.count() == 0;
    }
}

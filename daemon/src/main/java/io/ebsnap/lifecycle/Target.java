package io.ebsnap.lifecycle;

import java.util.List;

/**
 * Which volumes a policy is for.
 *
 * @param all whether all of the account's
 * @param tags one of which they have
 * @param volumes ids, names or devices of some
 * @param kinds which are meant
 * @param without what is left out of these
 */
record Target(boolean all, List<TagPattern> tags, List<String> volumes, Kinds kinds, Without without) {

    /** Managed volumes, registered ones, or both. */
    enum Kinds {
        ANY,
        MANAGED,
        REGISTERED
    }

    /**
     * What is left out.
     *
     * @param tags one of which they have
     * @param volumes ids, names or devices of some
     * @param boot whether what this machine has started from is
     */
    record Without(List<TagPattern> tags, List<String> volumes, boolean boot) {

        boolean includes(VolumeFacts volume) {
            return (boot && volume.boot())
                    || tags.stream().anyMatch(tag -> tag.isAmong(volume.tags()))
                    || volumes.stream().anyMatch(volume::isCalled);
        }
    }

    /** Whether a volume is meant. */
    boolean includes(VolumeFacts volume) {
        boolean kind = switch (kinds) {
            case ANY -> true;
            case MANAGED -> volume.managed();
            case REGISTERED -> !volume.managed();
        };
        boolean named = all
                || tags.stream().anyMatch(tag -> tag.isAmong(volume.tags()))
                || volumes.stream().anyMatch(volume::isCalled);
        return kind && named && !without.includes(volume);
    }
}

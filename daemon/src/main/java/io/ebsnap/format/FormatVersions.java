package io.ebsnap.format;

import io.ebsnap.failure.Failure;

/** The three answers of every reader about a version: see {@code docs/format/README.md}. */
final class FormatVersions {

    private FormatVersions() {}

    /**
     * Refuses a version that is not read.
     *
     * @param what was read, for the message
     */
    static void require(String what, int found, int oldest, int newest) {
        if (found < oldest) {
            throw new Failure.TooOld(what + " has format version " + found + "; the oldest that is read is " + oldest);
        }
        if (found > newest) {
            throw new Failure.TooNew(what + " has format version " + found + "; the newest that is known is " + newest);
        }
    }
}

package io.ebsnap.pipeline;

import java.time.Duration;

/**
 * What is done with clones of an image.
 *
 * @param kind which
 * @param hook command for {@code /bin/sh -c}, run as root
 * @param limit how long it may take
 * @param mount whether the file systems of the clones are mounted for it
 * @param root the part that has the root file system, as {@code sda-1}; empty to find it
 */
record Phase(Kind kind, String hook, Duration limit, boolean mount, String root) {

    /** Which. */
    enum Kind {
        /** Changes what becomes the new image. */
        BUILD("build"),
        /** Looks at what has become of it. */
        TEST("test");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** In lower case. */
        String word() {
            return word;
        }
    }
}

package io.ebsnap.snapshot;

/**
 * How many workers a copy has.
 *
 * @param count of them all, 1 or more
 * @param besideUsers how many go on while somebody uses what they read, 1 to {@code count}
 */
public record CopyThreads(int count, int besideUsers) {

    public CopyThreads {
        if (count < 1 || besideUsers < 1 || besideUsers > count) {
            throw new IllegalArgumentException(besideUsers + " of " + count + " workers cannot go on");
        }
    }
}

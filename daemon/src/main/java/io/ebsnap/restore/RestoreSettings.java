package io.ebsnap.restore;

/**
 * How restores are done.
 *
 * @param threads workers of one restore, 1 or more
 */
public record RestoreSettings(int threads) {

    public RestoreSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("a restore needs a thread");
        }
    }
}

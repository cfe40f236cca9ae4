package io.ebsnap.cli;

/** Waits a little. */
@FunctionalInterface
interface Pause {

    void millis(long millis) throws InterruptedException;
}

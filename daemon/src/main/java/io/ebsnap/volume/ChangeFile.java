package io.ebsnap.volume;

/**
 * The file of a {@link ChangeSet} that is changed in place: it outlives the process, and need not outlive the machine's run. For use by one
 * thread at a time.
 */
interface ChangeFile extends AutoCloseable {

    /** Every word that was written, the one at the place of its number; others are zero. */
    long[] words();

    /** Writes one word. When this returns it outlives the process. */
    void write(long number, long word);

    /** Removes the file; what it said is not known any more. */
    void remove();

    @Override
    void close();
}

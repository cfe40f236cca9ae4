package io.ebsnap.volume;

/** One of the two files of a {@link VolatileJournal}. For use by one thread at a time. */
interface JournalFile extends AutoCloseable {

    /** All words in it, in the order in which they were appended. */
    long[] words();

    /** Appends a word. When this returns the word outlives the process, but not the machine. */
    void append(long word);

    /** Empties it. */
    void clear();

    @Override
    void close();
}

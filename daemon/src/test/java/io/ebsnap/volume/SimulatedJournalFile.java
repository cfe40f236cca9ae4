package io.ebsnap.volume;

import java.util.ArrayList;
import java.util.List;

/** A journal's file that outlives the simulated process and is emptied by a power cut. */
final class SimulatedJournalFile implements JournalFile {

    private final List<Long> words = new ArrayList<>();

    @Override
    public synchronized long[] words() {
        return words.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public synchronized void append(long word) {
        words.add(word);
    }

    @Override
    public synchronized void clear() {
        words.clear();
    }

    @Override
    public void close() {
        // The file outlives it.
    }
}

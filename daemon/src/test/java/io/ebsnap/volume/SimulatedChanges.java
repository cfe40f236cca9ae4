package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.ChangeSetHeader;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Change sets in files that outlive the simulated process. */
final class SimulatedChanges implements VolumeChanges.Keeping {

    private final NavigableMap<Long, File> files = new ConcurrentSkipListMap<>();
    private volatile boolean full;

    /** A set's file. */
    private final class File implements ChangeFile {
        private final String since;
        private final long generation;
        private final Map<Long, Long> words = new ConcurrentHashMap<>();

        File(String since, long generation) {
            this.since = since;
            this.generation = generation;
        }

        @Override
        public long[] words() {
            long[] all = new long
                    [(int) (words.keySet().stream()
                                    .mapToLong(Long::longValue)
                                    .max()
                                    .orElse(-1)
                            + 1)];
            words.forEach((number, word) -> all[number.intValue()] = word);
            return all;
        }

        @Override
        public void write(long number, long word) {
            if (full) {
                throw new Failure.Unavailable("no room for words", null);
            }
            words.put(number, word);
        }

        @Override
        public void remove() {
            files.remove(generation);
        }

        @Override
        public void close() {
            // The file outlives it.
        }
    }

    /** Whether writing fails from now on. */
    void full(boolean isFull) {
        full = isFull;
    }

    /** How many sets there are. */
    int count() {
        return files.size();
    }

    /** The latest set, which is made if there is none. */
    ChangeSet open() {
        if (files.isEmpty()) {
            return make(ChangeSetHeader.ORIGIN, 1);
        }
        return open(files.lastKey());
    }

    /** The set before the latest one; null if there is none. */
    @Nullable
    ChangeSet frozen() {
        return files.size() < 2 ? null : open(files.firstKey());
    }

    private ChangeSet open(long generation) {
        File file = Objects.requireNonNull(files.get(generation));
        return new ChangeSet(file.since, file.generation, file);
    }

    @Override
    public ChangeSet make(String since, long generation) {
        File file = new File(since, generation);
        files.put(generation, file);
        return new ChangeSet(since, generation, file);
    }

    @Override
    public void isLatest(ChangeSet set) {
        // Nothing is lost here.
    }

    @Override
    public boolean persist(ChangeSet first, @Nullable ChangeSet second) {
        return false;
    }
}

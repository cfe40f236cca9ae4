package io.ebsnap.lock;

import java.util.List;

/**
 * That somebody or something works against the locks.
 *
 * @param kind what it is about
 * @param resources ids of what it concerns; empty for everything that is locked
 * @param message what was found against what was expected
 */
public record Alarm(Kind kind, List<String> resources, String message) {

    /** What it is about. */
    public enum Kind {
        /** A lock's record and its second evidence do not say the same. */
        LOCK_DISAGREES("disagrees"),
        /** The record of a locked snapshot is not there, or is not the one that was locked. */
        SNAPSHOT_DIFFERS("snapshot-differs"),
        /** The time of day was set. */
        CLOCK_SET("clock-set"),
        /** What is known of trusted time cannot be read. */
        TIME_UNKNOWN("time-unknown");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word for it in events. */
        public String word() {
            return word;
        }
    }

    public Alarm {
        resources = List.copyOf(resources);
    }
}

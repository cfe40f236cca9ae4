package io.ebsnap.lifecycle;

import java.util.ArrayList;
import java.util.List;

/** Which snapshots of a volume one schedule keeps. */
sealed interface Retention {

    /** As it stands in a policy. */
    String text();

    /**
     * The newest ones.
     *
     * @param count how many
     */
    record ByCount(int count) implements Retention {
        @Override
        public String text() {
            return "the newest " + count;
        }
    }

    /**
     * Those that are not older.
     *
     * @param age how old
     */
    record ByAge(Age age) implements Retention {
        @Override
        public String text() {
            return "for " + age;
        }
    }

    /**
     * The last one of each of so many hours, days, weeks, months and years that have any: grandfather, father, son. Times without a snapshot do not count, so that
     * a machine that was off loses nothing by that.
     */
    record Generations(int hourly, int daily, int weekly, int monthly, int yearly) implements Retention {

        int count(Generation generation) {
            return switch (generation) {
                case HOURLY -> hourly;
                case DAILY -> daily;
                case WEEKLY -> weekly;
                case MONTHLY -> monthly;
                case YEARLY -> yearly;
            };
        }

        @Override
        public String text() {
            List<String> parts = new ArrayList<>();
            for (Generation generation : Generation.values()) {
                if (count(generation) > 0) {
                    parts.add(count(generation) + " " + generation.word());
                }
            }
            return String.join(", ", parts);
        }
    }

    /** All, until somebody deletes them. */
    record Forever() implements Retention {
        @Override
        public String text() {
            return "for good";
        }
    }
}

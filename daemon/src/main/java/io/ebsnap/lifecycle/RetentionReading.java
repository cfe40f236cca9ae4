package io.ebsnap.lifecycle;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads tables of what is kept: one of count, age, forever, or numbers of generations. */
final class RetentionReading {

    private static final int COUNT_MAX = 1_000_000;
    private static final int GENERATIONS_MAX = 100_000;

    private RetentionReading() {}

    /** Reads a table, which has nothing else. */
    static Retention read(PolicyTable table) {
        Retention retention = of(table);
        table.requireNothingElse();
        return retention;
    }

    /** Reads a table, which may have more. */
    static Retention of(PolicyTable table) {
        List<Retention> said = new ArrayList<>();
        table.number("count", 1, COUNT_MAX).map(Retention.ByCount::new).ifPresent(said::add);
        table.value("age", Age::parse).map(Retention.ByAge::new).ifPresent(said::add);
        table.flag("forever")
                .filter(yes -> yes)
                .map(yes -> new Retention.Forever())
                .ifPresent(said::add);
        generations(table).ifPresent(said::add);
        if (said.size() != 1) {
            throw table.wrong("says " + (said.isEmpty() ? "nothing" : "several things")
                    + ": it has one of count, age, forever, or some of hourly, daily, weekly, monthly, yearly");
        }
        return said.getFirst();
    }

    private static Optional<Retention> generations(PolicyTable table) {
        Map<Generation, Integer> counts = new EnumMap<>(Generation.class);
        for (Generation generation : Generation.values()) {
            table.number(generation.word(), 0, GENERATIONS_MAX).ifPresent(count -> counts.put(generation, count));
        }
        return counts.values().stream().allMatch(count -> count == 0)
                ? Optional.empty()
                : Optional.of(new Retention.Generations(
                        counts.getOrDefault(Generation.HOURLY, 0),
                        counts.getOrDefault(Generation.DAILY, 0),
                        counts.getOrDefault(Generation.WEEKLY, 0),
                        counts.getOrDefault(Generation.MONTHLY, 0),
                        counts.getOrDefault(Generation.YEARLY, 0)));
    }
}

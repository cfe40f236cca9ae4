package io.ebsnap.aws.ec2;

import io.ebsnap.api.Filter;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.catalog.Wildcards;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Filters of EC2 that the control protocol has not, because they are about what is the same of everything here, or under another name. Immutable. */
final class ServedFilters {

    private final Map<String, Meaning> meanings;

    /** @param meanings by the names of filters; all others are those of the control protocol */
    ServedFilters(Map<String, Meaning> meanings) {
        this.meanings = Map.copyOf(meanings);
    }

    /** What a filter is about. */
    sealed interface Meaning {}

    /** Everything has one value. */
    record Same(String value) implements Meaning {}

    /** Nothing has a value. */
    record None() implements Meaning {}

    /**
     * Some have one value, and all others none.
     *
     * @param value what they have
     * @param which finds them
     */
    record Some(String value, Filter which) implements Meaning {}

    /** The control protocol has it by another name. */
    record Named(String name) implements Meaning {}

    /** The filters of a request for the control protocol; empty if nothing can match them. */
    Optional<List<Filter>> of(Parameters in) {
        List<Filter> passed = new ArrayList<>();
        boolean possible = true;
        for (Filter filter : Reading.filters(in)) {
            switch (meanings.get(filter.name())) {
                case null -> passed.add(filter);
                case Same same -> possible &= matches(filter, same.value());
                case None _ -> possible = false;
                case Some some -> {
                    possible &= matches(filter, some.value());
                    passed.add(some.which());
                }
                case Named named -> passed.add(new Filter(named.name(), filter.values()));
            }
        }
        return possible ? Optional.of(passed) : Optional.empty();
    }

    static boolean matches(Filter filter, String value) {
        return filter.values().stream().anyMatch(pattern -> Wildcards.matches(pattern, value));
    }
}

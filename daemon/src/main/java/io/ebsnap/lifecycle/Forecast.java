package io.ebsnap.lifecycle;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What policies would do.
 *
 * @param occurrences in their order, at most as many as were asked for
 * @param complete whether these are all until the end that was asked for
 * @param until how far it goes
 * @param totals of what happens until then, also of what is not among the occurrences
 */
public record Forecast(List<Occurrence> occurrences, boolean complete, Instant until, Totals totals) {

    /**
     * What is asked.
     *
     * @param policies ids or names; empty for all
     * @param from when it begins
     * @param until when it ends
     * @param empty whether it begins without any snapshots; else with those that there are
     * @param occurrencesMax how many are told
     */
    public record Order(Set<String> policies, Instant from, Instant until, boolean empty, int occurrencesMax) {

        public Order(Collection<String> policies, Instant from, Instant until, boolean empty, int occurrencesMax) {
            this(Set.copyOf(policies), from, until, empty, occurrencesMax);
        }

        public Order {
            policies = Set.copyOf(policies);
        }
    }

    /**
     * How much happens.
     *
     * @param created snapshots of the policies that were asked for, without copies
     * @param deleted snapshots and copies of theirs
     * @param left snapshots and copies of everybody at the end
     * @param most snapshots and copies of everybody at any time
     */
    public record Totals(int created, int deleted, int left, int most) {}
}

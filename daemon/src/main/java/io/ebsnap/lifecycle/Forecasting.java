package io.ebsnap.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Counts and cuts what a simulation tells. For one use by one thread. */
final class Forecasting {

    private final Forecast.Order order;
    private final Set<String> chosen;
    private final Simulator simulator;
    private final List<Occurrence> told = new ArrayList<>();
    private int created;
    private int deleted;
    private int count;
    private int most;
    private boolean cut;

    /**
     * @param chosen ids of policies that are told of
     * @param begin the world that it begins with
     */
    Forecasting(Forecast.Order order, Set<String> chosen, World begin) {
        this.order = order;
        this.chosen = chosen;
        this.simulator = new Simulator(begin, this::hear);
        this.count = simulator.count();
        this.most = count;
    }

    Forecast run(int stepsMax) {
        boolean complete = simulator.run(order.from(), order.until(), stepsMax);
        return new Forecast(
                told,
                complete && !cut,
                complete || told.isEmpty() ? order.until() : told.getLast().time(),
                new Forecast.Totals(created, deleted, simulator.count(), most));
    }

    private boolean hear(Occurrence occurrence) {
        boolean isChosen = chosen.contains(occurrence.policyId());
        int own = isChosen ? 1 : 0;
        switch (occurrence.kind()) {
            case CREATED -> {
                created += own;
                count++;
            }
            case DELETED -> {
                deleted += own;
                count--;
            }
            case FOLLOWED_UP -> count = simulator.count();
            case SKIPPED, KEPT, FAILED, MISSED, IDLE -> {}
        }
        most = Math.max(most, count);
        if (isChosen && told.size() < order.occurrencesMax()) {
            told.add(occurrence);
        } else {
            cut |= isChosen;
        }
        return true;
    }
}

package io.ebsnap.lifecycle;

import io.ebsnap.lifecycle.NaivePolicies.Plan;
import io.ebsnap.lifecycle.NaivePolicies.Shot;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is done with snapshots of policies at some age, in the simplest way: each once. */
final class NaiveDeeds {

    private final Set<String> done = new HashSet<>();
    private final Map<Shot, Instant> lockedUntil = new HashMap<>();
    private final List<String> told;

    /** @param told is given what is done */
    NaiveDeeds(List<String> told) {
        this.told = told;
    }

    /** Does all that is due with a snapshot; whether that was anything. */
    boolean carryOut(Plan plan, Shot shot, Instant now) {
        boolean any = false;
        for (Map.Entry<String, Age> deed : plan.deeds().entrySet()) {
            Instant at = at(shot, deed.getValue(), plan.zone());
            boolean lock = deed.getKey().equals("lock");
            boolean due = lock == now.isBefore(at);
            if (due && done.add(plan.id(shot) + deed.getKey())) {
                any = true;
                told.add(now + " " + deed.getKey() + " " + shot.name());
                if (lock) {
                    lockedUntil.merge(shot, at, (one, other) -> one.isAfter(other) ? one : other);
                }
            }
        }
        return any;
    }

    boolean isLocked(Shot shot, Instant now) {
        return now.isBefore(lockedUntil.getOrDefault(shot, Instant.MIN));
    }

    private static Instant at(Shot shot, Age age, ZoneId zone) {
        return NaivePolicies.end(shot, age, zone);
    }
}

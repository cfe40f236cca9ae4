package io.ebsnap.lifecycle;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.lifecycle.PolicyView.LastRun;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the last run of each policy came to, since the daemon started. Safe for use by several threads. */
final class LastRuns {

    private static final int FAILURES_MAX = 20;

    @GuardedBy("this")
    private final Map<String, LastRun> runs = new HashMap<>();

    /**
     * There was a run.
     *
     * @param known ids of all policies: others are forgotten
     * @param chosen ids of those that it was of
     */
    synchronized void note(Instant time, Collection<String> known, Collection<String> chosen, List<Occurrence> all) {
        runs.keySet().retainAll(known);
        for (String policy : chosen) {
            runs.put(policy, new LastRun(time, failures(policy, all)));
        }
    }

    /** By the ids of policies. */
    synchronized Map<String, LastRun> all() {
        return Map.copyOf(runs);
    }

    /** What is no policy's alone is everybody's. */
    private static List<String> failures(String policy, List<Occurrence> all) {
        return all.stream()
                .filter(what ->
                        what.policyId().equals(policy) || what.policyId().isEmpty())
                .filter(what -> what.kind() == Occurrence.Kind.FAILED || what.kind() == Occurrence.Kind.SKIPPED)
                .limit(FAILURES_MAX)
                .map(LastRuns::words)
                .toList();
    }

    private static String words(Occurrence what) {
        String of = what.snapshotId().isEmpty() ? what.volumeId() : what.snapshotId();
        return of.isEmpty() ? what.reason() : of + ": " + what.reason();
    }
}

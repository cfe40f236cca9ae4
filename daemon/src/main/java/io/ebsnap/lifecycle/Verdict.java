package io.ebsnap.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What all rules together say of a snapshot.
 *
 * @param snapshot which
 * @param keep whether it stays
 * @param decisions those that say so; of one that stays the ones that keep it
 * @param overruled what policies say of one that stays in spite of all of them; else empty
 */
record Verdict(SnapshotFacts snapshot, boolean keep, List<Decision> decisions, List<Decision> overruled) {

    /** It stays if any rule keeps it. */
    static Verdict of(SnapshotFacts snapshot, List<Decision> all) {
        List<Decision> keeping = all.stream().filter(Decision::keep).toList();
        return keeping.isEmpty()
                ? new Verdict(snapshot, false, all, List.of())
                : new Verdict(snapshot, true, keeping, List.of());
    }

    /** That of one that is to be deleted, if something else keeps it. */
    Verdict spared(List<Decision> by) {
        return new Verdict(snapshot, true, by, decisions);
    }

    /** Whether it stays in spite of all policies. */
    boolean isSpared() {
        return !overruled.isEmpty();
    }

    /** That of a policy, by which it is told. */
    Decision policys() {
        return isSpared() ? overruled.getFirst() : decisions.getFirst();
    }

    /** Why, in words. */
    String reason() {
        return String.join("; ", decisions.stream().map(Decision::words).toList());
    }

    /** When time alone changes it; empty if it does not. */
    Optional<Instant> until() {
        boolean open = decisions.stream().anyMatch(decision -> decision.until() == null);
        return open
                ? Optional.empty()
                : decisions.stream()
                        .map(Decision::until)
                        .filter(Objects::nonNull)
                        .max(Instant::compareTo);
    }
}

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
 */
record Verdict(SnapshotFacts snapshot, boolean keep, List<Decision> decisions) {

    /** It stays if any rule keeps it. */
    static Verdict of(SnapshotFacts snapshot, List<Decision> all) {
        List<Decision> keeping = all.stream().filter(Decision::keep).toList();
        return keeping.isEmpty() ? new Verdict(snapshot, false, all) : new Verdict(snapshot, true, keeping);
    }

    /** The same, kept by something else. */
    Verdict spared(String reason) {
        return new Verdict(snapshot, true, List.of(Decision.kept(reason)));
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

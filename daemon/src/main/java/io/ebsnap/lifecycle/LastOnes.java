package io.ebsnap.lifecycle;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The snapshots of a volume that stay whatever policies say.
 *
 * @param completed the newest completed one
 * @param verified the newest one whose content was read and found sound
 */
record LastOnes(Optional<SnapshotFacts> completed, Optional<SnapshotFacts> verified) {

    /** Those among the snapshots of one volume. */
    static LastOnes of(List<SnapshotFacts> newestFirst) {
        return new LastOnes(
                newest(newestFirst, SnapshotFacts::completed),
                newest(newestFirst, snapshot -> snapshot.completed() && snapshot.verified()));
    }

    /** Of a volume of which there are only copies, the newest of these. */
    private static Optional<SnapshotFacts> newest(List<SnapshotFacts> newestFirst, Predicate<SnapshotFacts> wanted) {
        return newestFirst.stream()
                .filter(snapshot ->
                        wanted.test(snapshot) && snapshot.marks().copy().isEmpty())
                .findFirst()
                .or(() -> newestFirst.stream().filter(wanted).findFirst());
    }

    /** A verdict, in which it stays if it is one of these. */
    Verdict spared(Verdict verdict) {
        if (verdict.keep()) {
            return verdict;
        }
        if (completed.filter(verdict.snapshot()::equals).isPresent()) {
            return verdict.spared(List.of(Decision.kept("it is the last completed one of its volume")));
        }
        return verified.filter(verdict.snapshot()::equals).isPresent()
                ? verdict.spared(List.of(Decision.kept("it is the last one of its volume that was verified")))
                : verdict;
    }

    Stream<SnapshotFacts> all() {
        return Stream.concat(completed.stream(), verified.stream()).distinct();
    }
}

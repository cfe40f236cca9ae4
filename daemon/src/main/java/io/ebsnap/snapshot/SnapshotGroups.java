package io.ebsnap.snapshot;

import static java.util.Objects.requireNonNull;

import io.ebsnap.catalog.SnapshotGroup;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.identity.SnapshotId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Snapshots that show one instant: all are of use or none is. One that fails takes the others with it, also such as are completed, but for those that somebody
 * needs as they are. Safe for use by several threads.
 */
final class SnapshotGroups {

    private final SnapshotRecords records;
    private final List<DeletionObjection> objections;

    SnapshotGroups(SnapshotRecords records, List<DeletionObjection> objections) {
        this.records = records;
        this.objections = List.copyOf(objections);
    }

    /** Those that fail with one that failed, and why. */
    Map<String, String> failingWith(String failed, String why) {
        Optional<SnapshotRecord> record = records.find(failed);
        SnapshotGroup group = record.isEmpty() ? null : record.get().origin().group();
        Map<String, String> failing = new HashMap<>();
        if (group != null) {
            members(group).stream()
                    .filter(other -> !other.snapshotId().equals(failed) && mayFail(other))
                    .forEach(other -> failing.put(other.snapshotId(), reason(failed, why)));
        }
        return failing;
    }

    /** Those of groups that a former daemon has left neither whole nor failed, and why they fail. */
    Map<String, String> broken() {
        Map<String, List<SnapshotRecord>> groups = new HashMap<>();
        Map<String, String> failing = new HashMap<>();
        for (SnapshotRecord record : records.list(any -> any.origin().group() != null)) {
            groups.computeIfAbsent(groupOf(record).snapshotGroupId(), _ -> new ArrayList<>())
                    .add(record);
        }
        groups.values()
                .forEach(members -> whyBroken(members)
                        .ifPresent(why -> members.stream()
                                .filter(this::mayFail)
                                .forEach(member -> failing.put(member.snapshotId(), why))));
        return failing;
    }

    private static Optional<String> whyBroken(List<SnapshotRecord> members) {
        Optional<SnapshotRecord> failed = members.stream()
                .filter(member -> member.state() == SnapshotState.ERROR)
                .findFirst();
        if (failed.isPresent()) {
            return failed.map(one -> reason(one.snapshotId(), one.stateMessage()));
        }
        boolean pending = members.stream().anyMatch(member -> member.state() == SnapshotState.PENDING);
        return pending && members.size() < groupOf(members.getFirst()).volumes()
                ? Optional.of("the daemon ended before all snapshots of its group were begun")
                : Optional.empty();
    }

    /**
     * Why a snapshot must not be deleted without others: as long as a group is being taken, one that is gone could not be told from one that never was.
     *
     * @param together what is deleted with it
     */
    Optional<String> needed(SnapshotRecord record, Collection<SnapshotId> together) {
        SnapshotGroup group = record.origin().group();
        if (group == null) {
            return Optional.empty();
        }
        List<SnapshotRecord> members = members(group);
        boolean pending = members.stream().anyMatch(member -> member.state() == SnapshotState.PENDING);
        boolean whole = members.stream().allMatch(member -> together.contains(new SnapshotId(member.snapshotId())));
        return pending && !whole
                ? Optional.of("it is of " + group.snapshotGroupId()
                        + ", not all of which are taken: delete the group, or wait for it")
                : Optional.empty();
    }

    private List<SnapshotRecord> members(SnapshotGroup group) {
        return records.list(record -> record.origin().isOf(group.snapshotGroupId()));
    }

    private boolean mayFail(SnapshotRecord member) {
        return switch (member.state()) {
            case PENDING -> true;
            case COMPLETED ->
                objections.stream().allMatch(objection -> objection.to(member).isEmpty());
            case ERROR -> false;
        };
    }

    private static SnapshotGroup groupOf(SnapshotRecord record) {
        return requireNonNull(record.origin().group());
    }

    private static String reason(String failed, String why) {
        return failed + ", which was taken at the same instant, failed: " + why;
    }
}

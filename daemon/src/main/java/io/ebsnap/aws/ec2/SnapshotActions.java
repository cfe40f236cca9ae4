package io.ebsnap.aws.ec2;

import io.ebsnap.api.Filter;
import io.ebsnap.api.InstantOptions;
import io.ebsnap.api.SnapshotRequest.CreateSnapshot;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshot;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshots;
import io.ebsnap.aws.ec2.Reading.Kind;
import io.ebsnap.aws.ec2.ServedFilters.None;
import io.ebsnap.aws.ec2.ServedFilters.Same;
import io.ebsnap.aws.query.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Snapshots: taking, listing and deleting them. */
final class SnapshotActions implements Ec2Actions {

    /**
     * EC2 takes several snapshots of a volume at a time. Here one may have to wait until another is taken; clients wait 30 seconds and longer for an
     * answer.
     */
    static final InstantOptions AFTER_TURN = InstantOptions.afterTurn(20);

    private static final String DESCRIBE = "DescribeSnapshots";
    private static final String SET = "snapshotSet";
    private static final String AMAZON = "amazon";
    private static final int PAGE_MIN = 5;
    private static final ServedFilters FILTERS =
            new ServedFilters(Map.of("owner-alias", new None(), "transfer-type", new Same("standard")));

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of(
                DESCRIBE,
                SnapshotActions::describe,
                "CreateSnapshot",
                SnapshotActions::create,
                "DeleteSnapshot",
                SnapshotActions::delete);
    }

    private static Prepared describe(Parameters in) {
        List<String> ids = Reading.ids(in, "SnapshotId", Kind.SNAPSHOT);
        List<String> owners = Reading.accounts(in, "Owner", Set.of("self", AMAZON));
        List<String> known =
                owners.stream().filter(owner -> !owner.equals(AMAZON)).toList();
        Optional<List<Filter>> wanted = FILTERS.of(in);
        DescribeSnapshots request = new DescribeSnapshots(
                ids,
                wanted.orElse(List.of()),
                Reading.page(in, DESCRIBE, PAGE_MIN, !ids.isEmpty()),
                known,
                Reading.accounts(in, "RestorableBy", Set.of("self", "all")));
        if (wanted.isEmpty() || (!owners.isEmpty() && known.isEmpty())) {
            return Prepared.none(SET);
        }
        return new Prepared.Asked<>(request, (answer, out) -> {
            out.list(SET, answer.snapshots(), (each, item) -> Writing.snapshot(each, "status", item));
            out.add("nextToken", Reading.token(DESCRIBE, answer.nextToken()));
        });
    }

    private static Prepared create(Parameters in) {
        requireRegional(in, "Location");
        CreateSnapshot request = new CreateSnapshot(
                List.of(Reading.id(in, "VolumeId", Kind.VOLUME)),
                in.text("Description"),
                Reading.newTags(in, "snapshot"),
                AFTER_TURN);
        return new Prepared.Asked<>(
                request, (answer, out) -> Writing.snapshot(answer.snapshots().getFirst(), "status", out));
    }

    /** Whenever it was archived: EC2 bills the rest of the 90 days and asks nothing, and has no word for doing it all the same. */
    private static Prepared delete(Parameters in) {
        return Prepared.done(new DeleteSnapshot(Reading.id(in, "SnapshotId", Kind.SNAPSHOT), true));
    }

    /** There are no local zones. */
    static void requireRegional(Parameters in, String name) {
        String location = in.text(name);
        if (location != null && !location.equals("regional")) {
            throw in.invalid(name, "Expected: regional.");
        }
    }
}

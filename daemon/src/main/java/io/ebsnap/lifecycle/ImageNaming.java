package io.ebsnap.lifecycle;

import io.ebsnap.failure.Failure;
import io.ebsnap.snapshot.SnapshotOrder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What an image of a policy is called, and of which volumes it is: those that are named in the policy first, in their order, then the others by their names. The first one is that of the root
 * device.
 *
 * @param take that wants it
 * @param volumes of everybody
 */
record ImageNaming(Take take, List<VolumeFacts> volumes) {

    private static final int NAME_LENGTH_MAX = 128;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH.mm.ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    ImageWork.Order order(PolicyHooks hooks, String description) {
        List<String> ids = volumes.stream()
                .filter(take.policy()::selects)
                .sorted(Comparator.comparingInt(this::place)
                        .thenComparing(VolumeFacts::name)
                        .thenComparing(VolumeFacts::id))
                .map(VolumeFacts::id)
                .toList();
        if (ids.isEmpty()) {
            throw new Failure.NotFound(
                    "no volume is meant by policy " + take.policy().name());
        }
        return new ImageWork.Order(
                name(take.policy().name(), take.due()),
                description,
                ids,
                take.tags(),
                hooks.before(),
                hooks.after(),
                new SnapshotOrder.Standing(take.marks().tags(), hooks.timeout()));
    }

    private int place(VolumeFacts volume) {
        List<String> named = take.policy().target().volumes();
        for (int i = 0; i < named.size(); i++) {
            if (volume.isCalled(named.get(i))) {
                return i;
            }
        }
        return named.size();
    }

    /** Of a file's name the characters that an image's may have. */
    static String name(String policy, Instant due) {
        String time = " " + TIME.format(due);
        String plain = policy.replaceAll("[^A-Za-z0-9()\\[\\] ./'@_-]", "-");
        int room = NAME_LENGTH_MAX - time.length();
        return (plain.length() <= room ? plain : plain.substring(0, room)) + time;
    }
}

package io.ebsnap.lifecycle;

import io.ebsnap.catalog.Tag;
import java.time.Instant;
import java.util.List;

/**
 * A snapshot that is to be taken.
 *
 * @param policy that wants it
 * @param volume of which
 * @param schedules for which, 1 or more
 * @param due for when: the latest of theirs
 * @param tags of the snapshot, without marks
 */
record Take(Policy policy, VolumeFacts volume, List<Schedule> schedules, Instant due, List<Tag> tags) {

    Marks marks() {
        return Marks.of(policy.id(), schedules, due);
    }

    /** The names of the schedules. */
    String names() {
        return String.join(", ", schedules.stream().map(Schedule::name).toList());
    }
}

package io.ebsnap.lifecycle;

import java.util.List;

/**
 * What is to be done with the snapshots of some volumes.
 *
 * @param id {@code policy-} and 17 hexadecimal digits
 * @param name of the file that it stands in without its ending, or the id
 * @param description for people
 * @param enabled whether anything is done
 * @param accountId 12 digits: whose volumes and snapshots they are
 * @param administrators whether the administrator gave it for the daemon's own account: it may do whatever he may; any other only what its account may
 * @param isDefault whether it is for what no other covers
 * @param target which volumes
 * @param hooks around instants
 * @param schedules in the order of their ids, 1 or more
 */
record Policy(
        String id,
        String name,
        String description,
        boolean enabled,
        String accountId,
        boolean administrators,
        boolean isDefault,
        Target target,
        PolicyHooks hooks,
        List<Schedule> schedules) {

    Policy {
        schedules = List.copyOf(schedules);
    }

    /** The same, carried out or not. */
    Policy enabled(boolean now) {
        return new Policy(id, name, description, now, accountId, administrators, isDefault, target, hooks, schedules);
    }

    /** Whether it copies snapshots to other daemons. */
    boolean pushes() {
        return schedules.stream()
                .flatMap(schedule -> schedule.rules().stream())
                .anyMatch(rule -> rule.kind() == FollowUp.Kind.PUSH);
    }

    /** For whom it is carried out. */
    Ward ward() {
        return new Ward(accountId, administrators);
    }

    /** Whether it takes snapshots of a volume. */
    boolean covers(VolumeFacts volume) {
        return volume.ownerId().equals(accountId) && target.includes(volume);
    }
}

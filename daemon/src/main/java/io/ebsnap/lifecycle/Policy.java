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
 * @param images whether it makes images, of all its volumes at one instant each; else snapshots of each volume
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
        boolean images,
        Target target,
        PolicyHooks hooks,
        List<Schedule> schedules) {

    Policy {
        schedules = List.copyOf(schedules);
    }

    /** The same, carried out or not. */
    Policy enabled(boolean now) {
        return new Policy(
                id, name, description, now, accountId, administrators, isDefault, images, target, hooks, schedules);
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

    /** Whether it takes snapshots of a volume; of one that makes images, whether that stands for all its volumes. */
    boolean covers(VolumeFacts volume) {
        return images ? volume.id().equals(id) : selects(volume);
    }

    /** Whether a volume is among those that it is for. */
    boolean selects(VolumeFacts volume) {
        return !volume.isMachine() && volume.ownerId().equals(accountId) && target.includes(volume);
    }

    /** What stands for all volumes of a policy that makes images. */
    VolumeFacts machine() {
        return new VolumeFacts(id, name, accountId, List.of(), false, "", false);
    }
}

package io.ebsnap.lifecycle;

import io.ebsnap.catalog.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is now.
 *
 * @param id {@code policy-...}
 * @param name of its file without the ending, or the id
 * @param file that it stands in; empty if it is kept in the catalog
 * @param state of the policy
 * @param message why, when the state is an error; what that means, when it is disabled; else empty
 * @param accountId whose volumes and snapshots it is for: 12 digits
 * @param account whether that account has made it; else the administrator has
 * @param document what it says
 * @param created when it was made; null of a file
 * @param modified when it was changed last; null of a file
 * @param details what it says, read; null when the state is an error
 * @param lastRun of it since the daemon started; null if there was none
 */
public record PolicyView(
        String id,
        String name,
        String file,
        State state,
        String message,
        String accountId,
        boolean account,
        String document,
        @Nullable Instant created,
        @Nullable Instant modified,
        @Nullable Details details,
        @Nullable LastRun lastRun) {

    /** What nobody should learn by a disk that is full. */
    static final String DISABLED = "disabled: no snapshots are taken, and nothing of it expires";

    /** States of DLM. */
    public enum State {
        ENABLED,
        DISABLED,
        /** It cannot be read: nothing is done, and nothing of it expires. */
        ERROR
    }

    /**
     * What the last run of a policy came to.
     *
     * @param time when it began
     * @param failures what could not be done, in words
     */
    public record LastRun(Instant time, List<String> failures) {

        public LastRun {
            failures = List.copyOf(failures);
        }
    }

    /**
     * What a policy says.
     *
     * @param description for people
     * @param isDefault whether it is for what no other covers
     * @param images whether it makes images of all its volumes; else snapshots of each
     * @param targetTags one of which its volumes have, as {@code KEY=VALUE} or {@code KEY}
     * @param targets how many volumes it covers now
     * @param schedules in the order of their ids
     */
    public record Details(
            String description,
            boolean isDefault,
            boolean images,
            List<String> targetTags,
            int targets,
            List<ScheduleView> schedules) {}

    /**
     * A schedule as it is now.
     *
     * @param id stays when it is renamed
     * @param name for people
     * @param creates when it takes snapshots, in words
     * @param cron its cron expression; null if it has none
     * @param interval how often without one; null if it has one
     * @param retains what it keeps, in words
     * @param keepsCount how many of the newest it keeps; null if it keeps by something else
     * @param keepsAge until what age it keeps; null if it keeps by something else
     * @param copyTags whether snapshots get the tags of their volumes
     * @param tags that they get
     * @param rules what is done with them, in words
     * @param last for when it was last done; null if it never was
     * @param next when it is next; null if it never is
     */
    public record ScheduleView(
            String id,
            String name,
            String creates,
            @Nullable String cron,
            @Nullable Step interval,
            String retains,
            @Nullable Integer keepsCount,
            @Nullable Step keepsAge,
            boolean copyTags,
            List<Tag> tags,
            List<String> rules,
            @Nullable Instant last,
            @Nullable Instant next) {}

    /**
     * How often.
     *
     * @param count of units
     * @param unit DLM's: {@code MINUTES} to {@code YEARS}
     */
    public record Step(int count, String unit) {}
}

package io.ebsnap.lifecycle;

import io.ebsnap.catalog.Tag;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a policy notes on its snapshots, in tags that nobody else can give: those of DLM, so that tools find them, and some more. Schedules are known by ids
 * that stay when they are renamed.
 *
 * @param policyId whose snapshot it is; empty for nobody's
 * @param scheduleIds which of its schedules have made it
 * @param names of these schedules when they did
 * @param time for which it was due; null for nobody's
 * @param copy the id of the copy rule that has made it; empty if it is no copy
 * @param sourceId the snapshot that it is a copy of; empty if it is no copy
 * @param volumeId of the source of a copy; empty if it is no copy
 * @param done what has been done with it: words of {@link FollowUp#word}
 */
public record Marks(
        String policyId,
        Set<String> scheduleIds,
        String names,
        @Nullable Instant time,
        String copy,
        String sourceId,
        String volumeId,
        Set<String> done) {

    /** DLM's. */
    public static final String POLICY = "aws:dlm:lifecycle-policy-id";

    /** DLM's. */
    public static final String SCHEDULE_NAME = "aws:dlm:lifecycle-schedule-name";

    /** DLM's, and the only one that users may give too: nothing is believed of it. */
    public static final String MANAGED = "dlm:managed";

    static final String SCHEDULE_ID = "aws:dlm:lifecycle-schedule-id";
    static final String TIME = "aws:dlm:lifecycle-time";
    static final String COPY = "aws:dlm:lifecycle-copy";
    static final String SOURCE = "aws:dlm:lifecycle-source";
    static final String VOLUME = "aws:dlm:lifecycle-volume";
    static final String DONE = "aws:dlm:lifecycle-done";

    /** Those of a snapshot that no policy has made. */
    public static final Marks NONE = new Marks("", Set.of(), "", null, "", "", "", Set.of());

    private static final String SEPARATOR = ",";

    public Marks {
        scheduleIds = Set.copyOf(scheduleIds);
        done = Set.copyOf(done);
    }

    /** Those of a snapshot that is to be taken. */
    static Marks of(String policyId, Collection<Schedule> schedules, Instant time) {
        return new Marks(
                policyId,
                Set.copyOf(schedules.stream().map(Schedule::id).toList()),
                String.join(", ", schedules.stream().map(Schedule::name).toList()),
                time,
                "",
                "",
                "",
                Set.of());
    }

    /** Those of a copy that a rule makes. */
    Marks ofCopy(String rule, String schedule, SnapshotFacts source) {
        return new Marks(policyId, Set.of(schedule), names, time, rule, source.id(), source.volumeId(), Set.of());
    }

    /** The same with something more done. */
    Marks with(String word) {
        Set<String> more = new TreeSet<>(done);
        more.add(word);
        return new Marks(policyId, scheduleIds, names, time, copy, sourceId, volumeId, more);
    }

    /** Reads what stands in tags; what is not of its form counts for nothing. */
    public static Marks of(List<Tag> tags) {
        Map<String, String> values = new HashMap<>();
        tags.forEach(tag -> values.put(tag.key(), tag.value()));
        return new Marks(
                values.getOrDefault(POLICY, ""),
                words(values.get(SCHEDULE_ID)),
                values.getOrDefault(SCHEDULE_NAME, ""),
                instant(values.get(TIME)),
                values.getOrDefault(COPY, ""),
                values.getOrDefault(SOURCE, ""),
                values.getOrDefault(VOLUME, ""),
                words(values.get(DONE)));
    }

    /** As tags. */
    public List<Tag> tags() {
        List<Tag> tags = new ArrayList<>();
        add(tags, POLICY, policyId);
        add(tags, SCHEDULE_NAME, names);
        add(tags, SCHEDULE_ID, String.join(SEPARATOR, new TreeSet<>(scheduleIds)));
        add(tags, TIME, time == null ? "" : time.toString());
        add(tags, COPY, copy);
        add(tags, SOURCE, sourceId);
        add(tags, VOLUME, volumeId);
        add(tags, DONE, String.join(SEPARATOR, new TreeSet<>(done)));
        return tags;
    }

    /** Tags in which these marks stand instead of those that did. */
    List<Tag> in(List<Tag> others) {
        Set<String> own = Set.of(POLICY, SCHEDULE_NAME, SCHEDULE_ID, TIME, COPY, SOURCE, VOLUME, DONE);
        List<Tag> all = new ArrayList<>(
                others.stream().filter(tag -> !own.contains(tag.key())).toList());
        all.addAll(tags());
        return all;
    }

    private static void add(List<Tag> tags, String key, String value) {
        if (!value.isEmpty()) {
            tags.add(new Tag(key, value));
        }
    }

    private static Set<String> words(@Nullable String text) {
        return text == null || text.isEmpty() ? Set.of() : new TreeSet<>(List.of(text.split(SEPARATOR, -1)));
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}

package io.ebsnap.lifecycle;

import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.failure.Failure;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the tables of schedules. */
final class ScheduleReading {

    private static final int TAGS_MAX = 45;
    private static final int NAME_LENGTH_MAX = 120;
    private static final Age DAY = new Age(1, ChronoUnit.DAYS);
    private static final Age WEEK = new Age(7, ChronoUnit.DAYS);

    private final RuleReading rules;
    private final ZoneId zoneOfPolicy;
    private final boolean isDefault;
    private final boolean images;

    ScheduleReading(Set<FollowUp.Kind> executable, ZoneId zone, boolean isDefault, boolean images) {
        this.images = images;
        this.rules = new RuleReading(executable);
        this.zoneOfPolicy = zone;
        this.isDefault = isDefault;
    }

    Schedule read(String id, PolicyTable table) {
        ZoneId zone = TimingReading.zone(table, zoneOfPolicy);
        Schedule schedule = new Schedule(
                id,
                name(table).orElse(id),
                TimingReading.read(table, zone, isDefault ? Optional.of(DAY) : Optional.empty()),
                zone,
                table.table("retain").map(RetentionReading::read).orElseGet(() -> defaultRetention(table)),
                table.flag("copy-tags").orElse(false),
                tags(table),
                table.value("only-without", Age::parse).orElse(isDefault ? DAY : null),
                table.list("adopt", TagPattern::parse),
                rules.read(table));
        table.requireNothingElse();
        requireForImages(schedule, table);
        return schedule;
    }

    private void requireForImages(Schedule schedule, PolicyTable table) {
        boolean ofVolumes = schedule.copyTags()
                || schedule.onlyWithout() != null
                || !schedule.adopted().isEmpty();
        if (images && ofVolumes) {
            throw table.wrong("has copy-tags, only-without or adopt, which are for volumes and not for images");
        }
    }

    private static Optional<String> name(PolicyTable table) {
        return table.value("name", text -> {
            if (text.isBlank() || text.length() > NAME_LENGTH_MAX || text.indexOf(',') >= 0) {
                throw new IllegalArgumentException(
                        "is no name of 1 to " + NAME_LENGTH_MAX + " characters without commas: '" + text + "'");
            }
            return text;
        });
    }

    private Retention defaultRetention(PolicyTable table) {
        if (isDefault) {
            return new Retention.ByAge(WEEK);
        }
        throw table.wrong("does not say what it keeps: it has a table retain");
    }

    private static List<Tag> tags(PolicyTable table) {
        List<Tag> tags = new ArrayList<>();
        for (Map.Entry<String, String> entry : table.texts("tags").entrySet()) {
            tags.add(new Tag(entry.getKey(), entry.getValue()));
        }
        if (tags.size() > TAGS_MAX) {
            throw table.wrong("tags", "are more than " + TAGS_MAX);
        }
        try {
            TagRules.check(tags);
            tags.forEach(tag -> Variables.check(tag.value()));
        } catch (Failure.Invalid | IllegalArgumentException e) {
            throw table.wrong("tags", "are wrong: " + e.getMessage());
        }
        return List.copyOf(tags);
    }
}

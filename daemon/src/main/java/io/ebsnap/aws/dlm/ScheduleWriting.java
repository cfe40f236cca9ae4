package io.ebsnap.aws.dlm;

import io.ebsnap.aws.json.JsonMembers;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes one schedule: when it takes snapshots, and which tags they get. */
final class ScheduleWriting {

    private static final Set<Integer> HOURS = Set.of(1, 2, 3, 4, 6, 8, 12, 24);
    private static final int DAY_HOURS = 24;
    private static final int SLUG_CHARS_MAX = 22;

    private ScheduleWriting() {}

    /** By which its snapshots are known: made of its name, as they are known by that in DLM. */
    static String id(JsonMembers schedule, int number) {
        String name = text(schedule, "Name");
        if (name == null) {
            return "schedule-" + number;
        }
        String words = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String slug =
                words.substring(0, Math.min(words.length(), SLUG_CHARS_MAX)).replaceAll("^-|-$", "");
        return slug + (slug.isEmpty() ? "" : "-") + hash(name);
    }

    /** Eight digits that two different texts hardly share. */
    static String hash(String text) {
        return HexFormat.of().toHexDigits(text.hashCode());
    }

    static void write(String id, JsonMembers schedule, String region, Toml out) {
        String table = "schedule." + id;
        out.table(table);
        String name = text(schedule, "Name");
        if (name != null) {
            out.add("name", name);
        }
        timing(schedule, out);
        if (Boolean.TRUE.equals(schedule.flag("CopyTags"))) {
            out.add("copy-tags", true);
        }
        tags(table, schedule, out);
        new RuleWriting(table, region, out).write(schedule);
    }

    private static void timing(JsonMembers schedule, Toml out) {
        JsonMembers rule = schedule.object("CreateRule");
        if (rule == null) {
            throw DlmFaults.required(schedule, "CreateRule");
        }
        String location = text(rule, "Location");
        if (location != null && !location.equals(PolicyWriting.CLOUD)) {
            throw rule.wrong("Location", "is " + PolicyWriting.CLOUD + " here");
        }
        PolicyWriting.refuse(
                rule,
                "Scripts",
                "are documents of Systems Manager, which is not here: hooks stand in files of policies");
        String cron = text(rule, "CronExpression");
        Integer interval = rule.integer("Interval", 1, DAY_HOURS);
        if (cron != null) {
            requireAlone(rule);
            out.add("cron", cron);
        } else if (interval != null) {
            every(rule, interval, out);
        } else {
            throw DlmFaults.required(rule, "Interval");
        }
    }

    private static void requireAlone(JsonMembers rule) {
        for (String other : List.of("Interval", "IntervalUnit", "Times")) {
            if (!rule.isEmpty(other)) {
                throw DlmFaults.exclusive(rule, "CronExpression", other);
            }
        }
        if (!String.valueOf(text(rule, "CronExpression")).startsWith("cron(")) {
            throw rule.invalid("CronExpression", "of the form cron(...)");
        }
    }

    private static void every(JsonMembers rule, int hours, Toml out) {
        if (!HOURS.contains(hours)) {
            throw rule.invalid("Interval", "1, 2, 3, 4, 6, 8, 12 or 24");
        }
        String unit = text(rule, "IntervalUnit");
        if (!"HOURS".equals(unit)) {
            throw rule.invalid("IntervalUnit", "HOURS");
        }
        out.add("every", hours + " hours");
        List<String> times = rule.texts("Times");
        if (times.size() > 1) {
            throw rule.wrong("Times", "are one time, from which on the others are counted");
        }
        for (String time : times) {
            if (!time.matches("([01][0-9]|2[0-3]):[0-5][0-9]")) {
                throw rule.wrong("Times", "are of the form hh:mm");
            }
            out.add("start", time);
        }
    }

    /** What is added as it stands is not to be taken for a variable. */
    private static void tags(String table, JsonMembers schedule, Toml out) {
        Map<String, String> all = new TreeMap<>();
        for (JsonMembers tag : schedule.objects("TagsToAdd")) {
            String value = value(tag);
            if (value.contains("$(")) {
                throw tag.wrong("Value", "looks like a variable; those stand in VariableTags");
            }
            add(tag, value, all);
        }
        for (JsonMembers tag : schedule.objects("VariableTags")) {
            if (value(tag).contains("$(instance-id)")) {
                throw tag.wrong("Value", "has $(instance-id), which is for instances");
            }
            add(tag, value(tag), all);
        }
        if (!all.isEmpty()) {
            out.table(table + ".tags");
            all.forEach(out::addQuoted);
        }
    }

    private static void add(JsonMembers tag, String value, Map<String, String> all) {
        if (all.put(tag.required("Key"), value) != null) {
            throw tag.wrong("Key", "is that of another tag of the schedule");
        }
    }

    private static String value(JsonMembers tag) {
        String value = tag.text("Value");
        return value == null ? "" : value;
    }

    /** Null also where it is empty. */
    static @Nullable String text(JsonMembers in, String name) {
        String text = in.text(name);
        return text == null || text.isEmpty() ? null : text;
    }

    /** Texts of a list, which is empty where it is not there. */
    static List<String> texts(JsonMembers in, String... names) {
        List<String> all = new ArrayList<>();
        for (String name : names) {
            all.addAll(in.texts(name));
        }
        return all;
    }
}

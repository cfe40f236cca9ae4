package io.ebsnap.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands for variables in the values of a schedule's tags. Pure.
 *
 * @param policy that takes a snapshot
 * @param schedule for which
 * @param volume of which
 * @param time for when it was due
 */
record Variables(Policy policy, Schedule schedule, VolumeFacts volume, Instant time) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\(([^)]*)\\)");
    private static final int VALUE_LENGTH_MAX = 256;
    private static final List<String> NAMES = List.of(
            "volume-id",
            "volume-name",
            "device",
            "timestamp",
            "date",
            "policy-id",
            "policy-name",
            "schedule-id",
            "schedule-name");

    /** The values of all variables, by name. */
    private Map<String, String> values() {
        return Map.of(
                "volume-id", volume.id(),
                "volume-name", volume.name(),
                "device", volume.device(),
                "timestamp", time.toString(),
                "date", time.atZone(schedule.zone()).toLocalDate().toString(),
                "policy-id", policy.id(),
                "policy-name", policy.name(),
                "schedule-id", schedule.id(),
                "schedule-name", schedule.name());
    }

    /**
     * Looks for variables that there are not.
     *
     * @throws IllegalArgumentException if a text has one; the message goes on after the name of what was read
     */
    static void check(String text) {
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            if (!NAMES.contains(matcher.group(1))) {
                throw new IllegalArgumentException(
                        "has an unknown variable '" + matcher.group() + "': known are " + String.join(", ", NAMES));
            }
        }
    }

    /** A text with its variables replaced, cut to what a tag may have. */
    String in(String text) {
        Map<String, String> values = values();
        String replaced = VARIABLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(values, found)));
        return replaced.length() <= VALUE_LENGTH_MAX ? replaced : replaced.substring(0, VALUE_LENGTH_MAX);
    }

    private static String value(Map<String, String> values, MatchResult found) {
        return values.getOrDefault(found.group(1), found.group());
    }
}

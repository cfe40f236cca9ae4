package io.ebsnap.pipeline;

import io.ebsnap.catalog.ImageExecutionRecord;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.image.ImageLabel;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the image of an execution is called, and the tags by which it is known. Pure.
 *
 * @param execution that makes it
 * @param parent that it is built upon
 * @param zone whose date is meant
 */
record ImageNames(ImageExecutionRecord execution, ImageRecord parent, ZoneId zone) {

    /** The tag of an image that names its pipeline. */
    static final String PIPELINE_TAG = "ebsnap:pipeline";

    /** The tag with its version. */
    static final String VERSION_TAG = "ebsnap:pipeline-version";

    /** The tag that names its execution. */
    static final String EXECUTION_TAG = "ebsnap:execution-id";

    /** The tag of the current version, which has the value {@code true}. */
    static final String CURRENT_TAG = "ebsnap:pipeline-current";

    /** How many tags of an image are its pipeline's own. */
    static final int OWN_TAGS = 4;

    private static final String VERSION = "version";
    private static final List<String> NAMES =
            List.of("pipeline", VERSION, "date", "timestamp", "parent-id", "parent-name", "execution-id");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\(([^)]*)\\)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9()\\[\\] ./'@_$-]{3,128}");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int NAME_LENGTH_MAX = 128;
    private static final int DESCRIPTION_LENGTH_MAX = 255;
    private static final int VALUE_LENGTH_MAX = 256;

    /**
     * Checks the text that names are made of.
     *
     * @throws IllegalArgumentException if names would be none, or not different; the message goes on after the name of what was read
     */
    static String checkName(String text) {
        check(text);
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "is no name of 3 to 128 letters, digits, spaces and ()[]./-'@_: '" + text + "'");
        }
        if (!text.contains("$(" + VERSION + ")")) {
            throw new IllegalArgumentException("does not have $(version), by which names differ: '" + text + "'");
        }
        return text;
    }

    /**
     * Looks for variables that there are not.
     *
     * @throws IllegalArgumentException if a text has one
     */
    static String check(String text) {
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            if (!NAMES.contains(matcher.group(1))) {
                throw new IllegalArgumentException(
                        "has an unknown variable '" + matcher.group() + "': known are " + String.join(", ", NAMES));
            }
        }
        return text;
    }

    /** Its label. */
    ImageLabel label(Pipeline.Output output) {
        List<Tag> tags = new ArrayList<>();
        for (Tag tag : output.tags()) {
            tags.add(new Tag(tag.key(), cut(in(tag.value()), VALUE_LENGTH_MAX)));
        }
        return new ImageLabel(
                cut(in(output.name()), NAME_LENGTH_MAX),
                cut(in(output.description()), DESCRIPTION_LENGTH_MAX),
                TagRules.merge(
                        tags,
                        List.of(
                                new Tag(PIPELINE_TAG, execution.pipeline()),
                                new Tag(VERSION_TAG, String.valueOf(execution.version())),
                                new Tag(EXECUTION_TAG, execution.executionId()))));
    }

    private String in(String text) {
        Map<String, String> values = values();
        return VARIABLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(values, found)));
    }

    private static String value(Map<String, String> values, MatchResult found) {
        return values.getOrDefault(found.group(1), found.group());
    }

    private Map<String, String> values() {
        Instant time = execution.startTime();
        return Map.of(
                "pipeline",
                execution.pipeline(),
                VERSION,
                String.valueOf(execution.version()),
                "date",
                time.atZone(zone).toLocalDate().toString(),
                "timestamp",
                STAMP.format(time),
                "parent-id",
                parent.imageId(),
                "parent-name",
                parent.name(),
                "execution-id",
                execution.executionId());
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}

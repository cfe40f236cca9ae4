package io.ebsnap.pipeline;

import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ImageId;
import io.ebsnap.lifecycle.Age;
import io.ebsnap.lifecycle.PolicyTable;
import io.ebsnap.lifecycle.TagPattern;
import io.ebsnap.lifecycle.TimingReading;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads image pipelines: TOML, as ebsnap-image-pipeline(5) says. What is not known is an error.
 *
 * @param ownAccount 12 digits, of the daemon
 */
record PipelineDocument(String ownAccount) {

    private static final int DESCRIPTION_LENGTH_MAX = 500;
    private static final int VERSIONS_MAX = 100;
    private static final int VERSIONS_KEPT = 3;
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final Duration LIMIT_MAX = Duration.ofHours(24);
    private static final Pattern LENGTH = Pattern.compile("([1-9][0-9]{0,5}) *(second|minute|hour)s?");
    private static final Map<String, Duration> UNITS =
            Map.of("second", Duration.ofSeconds(1), "minute", Duration.ofMinutes(1), "hour", Duration.ofHours(1));

    /** What a pipeline may be called. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /**
     * Reads a document.
     *
     * @param file that it stands in
     * @param name of the pipeline
     * @throws Failure.Invalid if anything is wrong with it; names file and key
     */
    Pipeline read(String text, String file, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new Failure.Invalid(file + ": a pipeline's name has 1 to 64 letters, digits and ._-");
        }
        PolicyTable table =
                PolicyTable.parse(text, new PolicyTable.Source(file, "an image pipeline", "ebsnap-image-pipeline(5)"));
        ZoneId zone = TimingReading.zone(table, ZoneOffset.UTC);
        Pipeline pipeline = new Pipeline(
                name,
                description(table),
                !table.word("state", "enabled", "disabled").orElse("enabled").equals("disabled"),
                parent(table),
                table.table("build")
                        .map(build -> phase(Phase.Kind.BUILD, build))
                        .orElseThrow(() -> table.wrong("has no [build], which says what is done with its parent")),
                table.table("test").map(test -> phase(Phase.Kind.TEST, test)),
                output(table),
                keep(table),
                table.table("schedule").map(schedule -> {
                    var timing = TimingReading.read(schedule, TimingReading.zone(schedule, zone), Optional.empty());
                    schedule.requireNothingElse();
                    return timing;
                }),
                zone);
        table.requireNothingElse();
        return pipeline;
    }

    private static String description(PolicyTable table) {
        return table.value("description", text -> {
                    if (text.length() > DESCRIPTION_LENGTH_MAX) {
                        throw new IllegalArgumentException("has more than " + DESCRIPTION_LENGTH_MAX + " characters");
                    }
                    return text;
                })
                .orElse("");
    }

    private ParentImage parent(PolicyTable table) {
        PolicyTable parent =
                table.table("parent").orElseThrow(() -> table.wrong("has no [parent], which says what is built upon"));
        List<String> owners = parent.list("owners", this::account);
        ParentImage read = new ParentImage(
                parent.value("pipeline", PipelineDocument::pipelineName).orElse(""),
                parent.value("image", PipelineDocument::imageId).orElse(""),
                parent.text("name").orElse(""),
                parent.list("tags", TagPattern::parse),
                owners.isEmpty() ? List.of(ownAccount) : owners);
        parent.requireNothingElse();
        boolean chosen = !read.name().isEmpty() || !read.tags().isEmpty() || !owners.isEmpty();
        if (!read.image().isEmpty() && chosen) {
            throw parent.wrong("names an image, and also what is to be looked for");
        }
        if (read.pipeline().isEmpty() && !read.namesImages()) {
            throw parent.wrong("names nothing: it has one of image, name, tags, pipeline");
        }
        return read;
    }

    private String account(String text) {
        if (text.equals("self")) {
            return ownAccount;
        }
        if (!text.matches("[0-9]{12}")) {
            throw new IllegalArgumentException("is no account of 12 digits, nor self: '" + text + "'");
        }
        return text;
    }

    private static String pipelineName(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("is no name of a pipeline: '" + text + "'");
        }
        return text;
    }

    private static String imageId(String text) {
        if (!ImageId.isValid(text)) {
            throw new IllegalArgumentException("is no image's id: '" + text + "'");
        }
        return text;
    }

    private static Phase phase(Phase.Kind kind, PolicyTable table) {
        Phase phase = new Phase(
                kind,
                table.text("hook")
                        .filter(hook -> !hook.isBlank())
                        .orElseThrow(() -> table.wrong("has no hook, which is a command")),
                table.value("timeout", PipelineDocument::length).orElse(LIMIT),
                table.flag("mount").orElse(true),
                table.text("root").orElse(""));
        if (!phase.mount() && !phase.root().isEmpty()) {
            throw table.wrong("root", "is of what is mounted, and nothing is to be");
        }
        table.requireNothingElse();
        return phase;
    }

    private static Duration length(String text) {
        Matcher form = LENGTH.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (form.matches()) {
            Duration length =
                    UNITS.getOrDefault(form.group(2), Duration.ZERO).multipliedBy(Integer.parseInt(form.group(1)));
            if (length.compareTo(LIMIT_MAX) <= 0) {
                return length;
            }
        }
        throw new IllegalArgumentException(
                "is no number of seconds, minutes or hours up to " + LIMIT_MAX.toHours() + " hours: '" + text + "'");
    }

    private static Pipeline.Output output(PolicyTable table) {
        PolicyTable image = table.table("image").orElse(null);
        if (image == null) {
            return new Pipeline.Output("$(pipeline) $(version)", "", List.of(), null);
        }
        Pipeline.Output output = new Pipeline.Output(
                image.value("name", ImageNames::checkName).orElse("$(pipeline) $(version)"),
                image.value("description", ImageNames::check).orElse(""),
                tags(image),
                image.text("kms-key").orElse(null));
        image.requireNothingElse();
        return output;
    }

    private static List<Tag> tags(PolicyTable image) {
        List<Tag> tags = new ArrayList<>();
        try {
            image.texts("tags").forEach((key, value) -> tags.add(new Tag(key, ImageNames.check(value))));
            TagRules.check(tags);
        } catch (Failure.Invalid | IllegalArgumentException e) {
            throw image.wrong("tags", "are wrong: " + e.getMessage());
        }
        if (tags.size() > TagRules.TAGS_MAX - ImageNames.OWN_TAGS) {
            throw image.wrong("tags", "are more than " + (TagRules.TAGS_MAX - ImageNames.OWN_TAGS));
        }
        return tags;
    }

    private static Pipeline.Keep keep(PolicyTable table) {
        PolicyTable retain = table.table("retain").orElse(null);
        if (retain == null) {
            return new Pipeline.Keep(VERSIONS_KEPT, Optional.empty());
        }
        Pipeline.Keep keep = new Pipeline.Keep(
                retain.number("versions", 1, VERSIONS_MAX).orElse(VERSIONS_KEPT),
                retain.value("deprecate-after", Age::parse));
        retain.requireNothingElse();
        return keep;
    }
}

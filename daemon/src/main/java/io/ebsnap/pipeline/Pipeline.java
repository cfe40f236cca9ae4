package io.ebsnap.pipeline;

import io.ebsnap.catalog.Tag;
import io.ebsnap.lifecycle.Age;
import io.ebsnap.lifecycle.Timing;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How new versions of an image are built, tested and kept.
 *
 * @param name of its file without the ending
 * @param description for people
 * @param enabled whether its schedule counts
 * @param parent what is built upon
 * @param build what is done with it
 * @param test how that is tested; empty if it is taken as it is
 * @param output what new versions are called
 * @param keep which versions stay
 * @param timing when it is due; empty for never
 * @param zone whose dates stand in names
 */
record Pipeline(
        String name,
        String description,
        boolean enabled,
        ParentImage parent,
        Phase build,
        Optional<Phase> test,
        Output output,
        Keep keep,
        Optional<Timing> timing,
        ZoneId zone) {

    /**
     * What new versions are called. Texts may have variables.
     *
     * @param name of the image
     * @param description of it
     * @param tags of it and its snapshots
     * @param key id, alias or ARN of the key that its snapshots are sealed under; null for the default key
     */
    record Output(
            String name,
            String description,
            List<Tag> tags,
            @Nullable String key) {

        Output {
            tags = List.copyOf(tags);
        }
    }

    /**
     * Which versions stay.
     *
     * @param versions how many, with the current one; 1 or more
     * @param deprecation how long after it was superseded a version is deprecated; empty for never
     */
    record Keep(int versions, Optional<Age> deprecation) {}
}

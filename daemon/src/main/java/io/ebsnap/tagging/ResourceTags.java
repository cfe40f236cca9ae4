package io.ebsnap.tagging;

import io.ebsnap.catalog.ResourceTag;
import io.ebsnap.catalog.Tag;
import java.util.List;
import java.util.stream.Stream;

/** Tags of things as somebody sees these: snapshots, volumes, images, and retention rules by their identifiers. Safe for use by several threads. */
public interface ResourceTags {

    /** Things that are tagged at a time. */
    int RESOURCES_MAX = 1000;

    /**
     * A tag, and what has it.
     *
     * @param resourceId id of that
     * @param resourceType EC2's word
     */
    record TaggedResource(String resourceId, String resourceType, Tag tag) {}

    /**
     * Gives things tags, which replace those of the same keys. If one cannot have them none gets them; a crash may leave some with and some without.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such thing
     * @throws io.ebsnap.failure.Failure.Invalid if tags cannot be so, or there are too many
     */
    void tag(List<String> resourceIds, List<Tag> tags);

    /**
     * Takes tags away.
     *
     * @param tags by key, and value if that is not null; all but the daemon's own when empty
     * @throws io.ebsnap.failure.Failure as {@link #tag}
     */
    void untag(List<String> resourceIds, List<ResourceTag> tags);

    /** All tags of all snapshots, volumes and images; to be closed. */
    Stream<TaggedResource> list();
}

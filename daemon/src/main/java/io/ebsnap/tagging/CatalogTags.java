package io.ebsnap.tagging;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.OwnedRecord;
import io.ebsnap.catalog.ResourceTag;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Tags in a catalog.
 *
 * @param catalog of the things
 * @param isSeen whether things of an owner are seen; an owner may be null, for the daemon's own account
 */
public record CatalogTags(Catalog catalog, Predicate<OwnedRecord> isSeen) implements ResourceTags {

    private static final String RESERVED = "aws:";

    @Override
    public void tag(List<String> resourceIds, List<Tag> tags) {
        if (tags.isEmpty()) {
            throw new Failure.Invalid("no tags are given");
        }
        change(resourceIds, old -> TagRules.merge(old, tags));
    }

    @Override
    public void untag(List<String> resourceIds, List<ResourceTag> tags) {
        TagRules.checkRemoved(tags.stream().map(ResourceTag::resourceTagKey).toList());
        change(
                resourceIds,
                old -> old.stream().filter(tag -> !isRemoved(tag, tags)).toList());
    }

    private static boolean isRemoved(Tag tag, List<ResourceTag> tags) {
        if (tags.isEmpty()) {
            return !tag.key().startsWith(RESERVED);
        }
        return tags.stream()
                .anyMatch(removed -> removed.resourceTagKey().equals(tag.key())
                        && (removed.resourceTagValue() == null
                                || removed.resourceTagValue().equals(tag.value())));
    }

    @Override
    public Stream<TaggedResource> list() {
        return Tagged.LISTED.stream().flatMap(this::list);
    }

    private <R extends OwnedRecord> Stream<TaggedResource> list(Tagged<R> kind) {
        return catalog.list(kind.records())
                .filter(record -> isSeen(kind, record))
                .flatMap(record -> kind.tags().apply(record).stream()
                        .map(tag -> new TaggedResource(record.catalogId(), kind.type(), tag)));
    }

    /** Everything is looked at before anything is changed. */
    private void change(List<String> resourceIds, UnaryOperator<List<Tag>> change) {
        if (resourceIds.isEmpty() || resourceIds.size() > RESOURCES_MAX) {
            throw new Failure.Invalid("tags are changed of 1 to " + RESOURCES_MAX + " things at a time");
        }
        List<Runnable> changes = new ArrayList<>();
        for (String id : resourceIds.stream().distinct().toList()) {
            changes.add(Tagged.of(id).stream()
                    .flatMap(kind -> prepared(kind, id, change).stream())
                    .findFirst()
                    .orElseThrow(() -> new Failure.NotFound("there is no " + id)));
        }
        changes.forEach(Runnable::run);
    }

    private <R extends OwnedRecord> Optional<Runnable> prepared(
            Tagged<R> kind, String id, UnaryOperator<List<Tag>> change) {
        return catalog.find(kind.records(), id)
                .filter(record -> isSeen(kind, record))
                .map(record -> {
                    List<Tag> unused = change.apply(kind.tags().apply(record));
                    return () -> update(kind, id, change);
                });
    }

    private <R extends OwnedRecord> void update(Tagged<R> kind, String id, UnaryOperator<List<Tag>> change) {
        R unused = catalog.update(
                kind.records(),
                id,
                old -> kind.retagged().apply(old, change.apply(kind.tags().apply(old))));
    }

    private <R extends OwnedRecord> boolean isSeen(Tagged<R> kind, R record) {
        return kind.visible().test(record) && isSeen.test(record);
    }
}

package io.ebsnap.control;

import io.ebsnap.api.Done;
import io.ebsnap.api.TagDescription;
import io.ebsnap.api.TagDescriptionList;
import io.ebsnap.api.TagRequest;
import io.ebsnap.api.TagRequest.CreateTags;
import io.ebsnap.api.TagRequest.DeleteTags;
import io.ebsnap.api.TagRequest.DescribeTags;
import io.ebsnap.tagging.ResourceTags;
import io.ebsnap.tagging.ResourceTags.TaggedResource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The actions about tags of snapshots, volumes, images and retention rules. */
final class TagActions {

    private static final Map<String, Function<TagDescription, String>> FIELDS = Map.of(
            "key", TagDescription::key,
            "value", TagDescription::value,
            "resource-id", TagDescription::resourceId,
            "resource-type", TagDescription::resourceType);

    private final ResourceTags tags;

    TagActions(ResourceTags tags) {
        this.tags = tags;
    }

    Record handle(TagRequest<?> request) {
        return switch (request) {
            case CreateTags create -> create(create);
            case DeleteTags delete -> delete(delete);
            case DescribeTags describe -> describe(describe);
        };
    }

    private Done create(CreateTags request) {
        tags.tag(request.resourceIds(), Shapes.records(request.tags()));
        return new Done(true);
    }

    private Done delete(DeleteTags request) {
        tags.untag(request.resourceIds(), RuleShapes.records(request.tags()));
        return new Done(true);
    }

    private TagDescriptionList describe(DescribeTags request) {
        List<TagDescription> all;
        try (Stream<TaggedResource> listed = tags.list()) {
            all = listed.map(TagActions::shape).toList();
        }
        List<TagDescription> wanted = Filters.apply(
                all, request.filters(), FIELDS, tag -> List.of(new io.ebsnap.api.Tag(tag.key(), tag.value())));
        Pages.Part<TagDescription> part = Pages.cut(wanted, TagActions::order, request.page());
        return new TagDescriptionList(part.items(), part.nextToken());
    }

    private static TagDescription shape(TaggedResource tagged) {
        return new TagDescription(
                tagged.resourceId(),
                tagged.resourceType(),
                tagged.tag().key(),
                tagged.tag().value());
    }

    private static String order(TagDescription tag) {
        return tag.resourceId() + " " + tag.key();
    }
}

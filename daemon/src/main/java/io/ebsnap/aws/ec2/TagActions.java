package io.ebsnap.aws.ec2;

import io.ebsnap.api.ResourceTag;
import io.ebsnap.api.Tag;
import io.ebsnap.api.TagRequest.CreateTags;
import io.ebsnap.api.TagRequest.DeleteTags;
import io.ebsnap.api.TagRequest.DescribeTags;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.query.Parameters;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Tags of snapshots, volumes and images. */
final class TagActions implements Ec2Actions {

    private static final String DESCRIBE = "DescribeTags";
    private static final int PAGE_MIN = 5;

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of(
                "CreateTags", TagActions::create, "DeleteTags", TagActions::delete, DESCRIBE, TagActions::describe);
    }

    private static Prepared create(Parameters in) {
        List<Tag> tags = Reading.tags(in);
        if (tags.isEmpty()) {
            throw Parameters.missing("Tag");
        }
        return Prepared.done(new CreateTags(resources(in), tags));
    }

    /** A value that is empty is one that a tag must have; one that is not there is any. */
    private static Prepared delete(Parameters in) {
        List<ResourceTag> tags = in.groups("Tag").stream()
                .map(tag -> new ResourceTag(tag.required("Key"), tag.text("Value")))
                .toList();
        return Prepared.done(new DeleteTags(resources(in), tags));
    }

    private static List<String> resources(Parameters in) {
        List<String> ids = in.texts("ResourceId");
        if (ids.isEmpty()) {
            throw Parameters.missing("ResourceId");
        }
        for (String id : ids) {
            if (id.indexOf('-') < 0) {
                throw AwsFault.of("InvalidID", "The ID '" + id + "' is not valid");
            }
        }
        return ids;
    }

    private static Prepared describe(Parameters in) {
        return new Prepared.Asked<>(
                new DescribeTags(Reading.filters(in), Reading.page(in, DESCRIBE, PAGE_MIN, false)), (answer, out) -> {
                    out.list(
                            "tagSet",
                            answer.tags(),
                            (tag, item) -> item.add("resourceId", tag.resourceId())
                                    .add("resourceType", tag.resourceType())
                                    .add("key", tag.key())
                                    .add("value", tag.value()));
                    out.add("nextToken", Reading.token(DESCRIBE, answer.nextToken()));
                });
    }
}

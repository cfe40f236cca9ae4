package io.ebsnap.aws.kms;

import io.ebsnap.api.KeyRequest.DescribeKey;
import io.ebsnap.api.KeyRequest.TagKey;
import io.ebsnap.api.KeyRequest.UntagKey;
import io.ebsnap.api.KeyTag;
import io.ebsnap.aws.AwsCaller;
import io.ebsnap.aws.json.JsonMembers;
import java.util.List;
import java.util.Map;

/** Tags of keys. */
final class KeyTagActions implements KmsActions {

    private static final int PAGE_MAX = 50;

    @Override
    public Map<String, KmsAction> byName() {
        return Map.of(
                "TagResource", (in, caller) -> tag(in),
                "UntagResource", (in, caller) -> untag(in),
                "ListResourceTags", KeyTagActions::list);
    }

    private static Prepared tag(JsonMembers in) {
        List<KeyTag> tags = KmsReading.tags(in);
        if (tags.isEmpty()) {
            throw in.missing("Tags");
        }
        return Prepared.done(new TagKey(KmsReading.key(in), tags));
    }

    private static Prepared untag(JsonMembers in) {
        List<String> keys = in.texts("TagKeys");
        if (keys.isEmpty()) {
            throw in.missing("TagKeys");
        }
        return Prepared.done(new UntagKey(KmsReading.key(in), keys));
    }

    private static Prepared list(JsonMembers in, AwsCaller caller) {
        KmsPages page = KmsPages.of(in, "ListResourceTags", PAGE_MAX, PAGE_MAX);
        return new Prepared.Asked<>(new DescribeKey(KmsReading.key(in)), (answer, out) -> {
            KmsReading.requireSeen(caller, answer.keyMetadata());
            page.write(
                    "Tags",
                    answer.keyMetadata().tags(),
                    KeyTag::tagKey,
                    (tag, item) -> item.add("TagKey", tag.tagKey()).add("TagValue", tag.tagValue()),
                    out);
        });
    }
}

package io.ebsnap.snapshot;

import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.failure.Failure;
import java.util.HashSet;
import java.util.List;

/** What an order may ask for. */
final class OrderRules {

    private static final int VOLUMES_MAX = 64;
    private static final int DESCRIPTION_LENGTH_MAX = 255;

    private OrderRules() {}

    static void check(SnapshotOrder order) {
        int volumes = order.volumes().size();
        if (volumes < 1 || volumes > VOLUMES_MAX) {
            throw new Failure.Invalid("an order names 1 to " + VOLUMES_MAX + " volumes, not " + volumes);
        }
        if (new HashSet<>(order.volumes()).size() != volumes) {
            throw new Failure.Invalid("a volume is named twice");
        }
        check(order.description(), order.tags());
    }

    static void check(SnapshotCopyOrder order) {
        check(order.description(), order.tags());
    }

    static void check(DistantCopyOrder order) {
        check(order.description(), order.tags());
    }

    private static void check(String description, List<Tag> tags) {
        if (description.length() > DESCRIPTION_LENGTH_MAX) {
            throw new Failure.Invalid("the description has more than " + DESCRIPTION_LENGTH_MAX + " characters");
        }
        TagRules.check(tags);
    }
}

package io.ebsnap.lifecycle;

import io.ebsnap.catalog.Tag;
import io.ebsnap.identity.ImageId;
import io.ebsnap.snapshot.SnapshotOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes images for policies and gives them up, as those may for whom that is done. Safe for use by several threads. */
public interface ImageWork {

    /** None: policies that make images fail. */
    ImageWork NONE = new NoImages();

    /**
     * An image to be made.
     *
     * @param name unique in the account
     * @param description at most 255 characters
     * @param volumes ids of its volumes, the first one that of the root device
     * @param tags of the image and its snapshots
     * @param preHook command before the instant; null for none
     * @param postHook command after it; null for none
     * @param standing marks of the image, and how long hooks may take
     */
    record Order(
            String name,
            String description,
            List<String> volumes,
            List<Tag> tags,
            @Nullable String preHook,
            @Nullable String postHook,
            SnapshotOrder.Standing standing) {

        public Order {
            volumes = List.copyOf(volumes);
            tags = List.copyOf(tags);
        }
    }

    /**
     * Makes one.
     *
     * @return its id
     * @throws io.ebsnap.failure.Failure as making an image by hand
     */
    String create(Order order, Ward as);

    /**
     * Deregisters one with the snapshots that nothing else uses.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if it is gone
     * @throws io.ebsnap.failure.Failure.Denied while it is protected from that
     */
    void deregister(ImageId image, Ward as);

    /** Deprecates one, unless it has a time for that. */
    void deprecate(ImageId image, Ward as);
}

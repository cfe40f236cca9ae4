package io.ebsnap.image;

import io.ebsnap.identity.ImageId;
import org.jspecify.annotations.Nullable;

/**
 * A copy of an image.
 *
 * @param source available
 * @param label what the copy is called
 * @param copyTags whether it gets the source's tags too, if that is the account's own
 * @param key KMS key id or alias of the snapshots' copies; null for those of their sources
 */
public record ImageCopyOrder(
        ImageId source,
        ImageLabel label,
        boolean copyTags,
        @Nullable String key) {}

package io.ebsnap.remote;

import io.ebsnap.catalog.Tag;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.DistantCopyOrder.Pace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a remote that is to be copied to here.
 *
 * @param remote its name
 * @param source the snapshot's id there
 * @param description of the copy; at most 255 characters
 * @param tags of the copy; at most 50, with different keys
 * @param copyTags whether it gets the source's tags too
 * @param key KMS key id, alias or ARN that it is sealed under; null for the default key of the account that the remote acts for
 * @param pace how fast it may and must be
 */
public record PullOrder(
        String remote,
        SnapshotId source,
        String description,
        List<Tag> tags,
        boolean copyTags,
        @Nullable String key,
        Pace pace) {

    public PullOrder {
        tags = List.copyOf(tags);
    }
}

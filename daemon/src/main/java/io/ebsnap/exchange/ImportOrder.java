package io.ebsnap.exchange;

import io.ebsnap.catalog.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file whose content is to become a snapshot.
 *
 * @param file absolute path
 * @param format of the file
 * @param description the user's words; null for where it came from
 * @param tags of the snapshot
 * @param key KMS key id, alias or ARN; null for the default key
 */
public record ImportOrder(
        String file,
        FileFormat format,
        @Nullable String description,
        List<Tag> tags,
        @Nullable String key) {

    public ImportOrder {
        tags = List.copyOf(tags);
    }
}

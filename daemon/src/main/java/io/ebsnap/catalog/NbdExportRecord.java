package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is served by NBD.
 *
 * @param name by which clients ask for it
 * @param resourceId {@code vol-...} or {@code snap-...}
 * @param readOnly whether nobody may change it
 * @param peers who may use it: {@code user:NAME}, {@code certificate:NAME} or {@code key:NAME}; whoever reaches the server when empty
 * @param digest the id of the record: 32 hexadecimal digits of the name's SHA-256, because a name may hold what an id may not
 * @param ownerId 12-digit account; null for the administrator's
 */
public record NbdExportRecord(
        String name,
        String resourceId,
        boolean readOnly,
        List<String> peers,
        String digest,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String ownerId)
        implements OwnedRecord {

    public NbdExportRecord {
        peers = List.copyOf(peers);
    }

    @Override
    public String catalogId() {
        return digest;
    }
}

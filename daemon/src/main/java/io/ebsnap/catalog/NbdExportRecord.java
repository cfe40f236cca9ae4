package io.ebsnap.catalog;

import java.util.List;

/**
 * Something that is served by NBD.
 *
 * @param name by which clients ask for it
 * @param resourceId {@code vol-...} or {@code snap-...}
 * @param readOnly whether nobody may change it
 * @param peers who may use it: {@code user:NAME}, {@code certificate:NAME} or {@code key:NAME}; whoever reaches the server when empty
 * @param digest the id of the record: 32 hexadecimal digits of the name's SHA-256, because a name may hold what an id may not
 */
public record NbdExportRecord(String name, String resourceId, boolean readOnly, List<String> peers, String digest)
        implements CatalogRecord {

    public NbdExportRecord {
        peers = List.copyOf(peers);
    }

    @Override
    public String catalogId() {
        return digest;
    }
}

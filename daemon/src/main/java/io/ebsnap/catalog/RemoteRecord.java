package io.ebsnap.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Another daemon that snapshots are copied from and to.
 *
 * @param name by which people call it, unique; the id of the record
 * @param address {@code HOST:PORT}; empty if it is never called, and calls itself
 * @param fingerprint SHA-256 of its certificate: 64 hexadecimal digits, unique
 * @param mayRead whether it may copy snapshots from here
 * @param mayWrite whether it may copy snapshots to here
 * @param ownerId 12-digit account that it acts for; null for the daemon's own
 */
public record RemoteRecord(
        String name,
        String address,
        String fingerprint,
        boolean mayRead,
        boolean mayWrite,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String ownerId)
        implements OwnedRecord {

    @Override
    public String catalogId() {
        return name;
    }
}
